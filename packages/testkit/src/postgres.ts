import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { backing } from './backing.ts';

/** A state of a database that many tests begin with, made once a run and then copied. */
export interface DatabaseTemplate {
  /** Letters, digits and underscores; one name stands for one state. */
  readonly name: string;
  prepare(url: string): Promise<unknown>;
}

/** A fresh database on the real server, empty or a copy. `drop` also ends the connections that are still open to it. */
export async function testDatabase(template?: DatabaseTemplate): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(async (server) => {
    if (template !== undefined) await ensure(server, template);
    await server.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${nameOf(template)}`}`);
  });
  const drop = () => onServer((server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return { url: urlOf(name), drop: async () => void (await drop()) };
}

const nameOf = ({ name }: DatabaseTemplate) => `${templatePrefix(inject('run'))}${name}`;

/** Begins the name of every template of a run. */
export const templatePrefix = (run: string) => `template_${run}_`;

function urlOf(database: string): string {
  const url = new URL(backing().postgres);
  url.pathname = `/${database}`;
  return url.href;
}

/** One worker makes a template, under another name until it is complete; the others wait for it. */
async function ensure(server: pg.Client, template: DatabaseTemplate): Promise<void> {
  const name = nameOf(template);
  await server.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    const draft = `draft_${name}`;
    await server.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${draft}`);
    await template.prepare(urlOf(draft));
    await server.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  } finally {
    await server.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
  }
}

async function onServer<T>(action: (server: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: backing().postgres });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}
