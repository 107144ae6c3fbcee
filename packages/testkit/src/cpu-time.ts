/** The time that this thread computes while `action` runs, in milliseconds: other work of the machine does not count. */
export async function cpuMsOf(action: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
