import { eventually } from '@heliograph/testkit';
import { it } from 'vitest';

const store = { rows: 2 };
const hangs = () => new Promise<boolean>(() => {});

it('waits for a row that never comes', async () => {
  await eventually(async () => store.rows === 3);
});

it('waits for an answer that never comes', async () => {
  await eventually(async () => (await hangs()) && store.rows > 0);
});
