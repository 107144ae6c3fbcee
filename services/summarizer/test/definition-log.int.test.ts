import { createRegister, type Definition, type Register } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDefinitionLog } from '../src/definition-log.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;
beforeAll(async () => {
  database = await summaryDatabase();
});
beforeEach(() => database.pool.query('TRUNCATE summary.definitions'));
afterAll(() => database.drop());

/** A register whose content can be replaced, as that of a service. */
function changing(first: readonly Definition[]) {
  let current = createRegister(first);
  const register: Register = {
    mode: 'production',
    longestLateWindow: 0,
    find: () => undefined,
    route: () => ({ refused: 'unknown_application' }),
    get definitions() {
      return current.definitions;
    },
    mayProcess: (definition) => current.mayProcess(definition),
  };
  const replace = (next: readonly Definition[]) => {
    current = createRegister(next);
  };
  return { register, replace };
}

async function recorded(): Promise<Definition[]> {
  const { rows } = await database.pool.query('SELECT definition FROM summary.definitions ORDER BY since');
  return rows.map(({ definition }) => definition);
}
const titles = async () => (await recorded()).map(({ title }) => title);

describe('the record of definitions', () => {
  const first = aDefinition({ title: 'First' });

  it('has what is in force, once, whoever records it', async () => {
    const logs = Array.from({ length: 4 }, () => createDefinitionLog(createRegister([first]), database.pool));
    await Promise.all(logs.map((record) => record()));
    expect(await recorded()).toEqual([first]);
  });

  it('has every change, a change back included', async () => {
    const { register, replace } = changing([first]);
    const record = createDefinitionLog(register, database.pool);
    for (const title of ['First', 'Second', 'Second', 'First']) {
      replace([{ ...first, title }]);
      await record();
    }
    expect(await titles()).toEqual(['First', 'Second', 'First']);
  });

  it('has no draft in production, and has it in development', async () => {
    const draft = aDefinition({ status: 'draft' });
    await createDefinitionLog(createRegister([draft]), database.pool)();
    expect(await recorded()).toEqual([]);
    await createDefinitionLog(createRegister([draft], 'development'), database.pool)();
    expect(await recorded()).toEqual([draft]);
  });

  it('keeps what has been retired, and says so', async () => {
    const { register, replace } = changing([first]);
    const record = createDefinitionLog(register, database.pool);
    await record();
    replace([{ ...first, status: 'retired' }]);
    await record();
    expect((await recorded()).map(({ status }) => status)).toEqual(['approved', 'retired']);
  });

  it('asks the store for nothing while nothing changes', async () => {
    const record = createDefinitionLog(createRegister([first]), database.pool);
    await record();
    await database.pool.query('TRUNCATE summary.definitions');
    await record();
    expect(await recorded()).toEqual([]);
  });
});
