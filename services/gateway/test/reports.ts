const INSTALLATION_ID = '7826342e-8888-8888-8888-253f89af9127';
export const AGENT_ID = 'e93c2b22-5555-5555-8666-12372d2cb8ac';

/** One host as Trento reports it. */
export function aHost(given: Record<string, unknown> = {}): Record<string, unknown> {
  return { installation_id: INSTALLATION_ID, agent_id: AGENT_ID, sles_version: '15-SP2', cpu_count: 2, ...given };
}

/** An envelope of Trento with one host, taken now. */
export function aTrentoReport(given: Record<string, unknown> = {}): Record<string, unknown> {
  const time = new Date().toISOString();
  return { application: 'trento', telemetry_type: 'host_telemetry', time, payload: [aHost()], ...given };
}

/** An envelope of one Pulp system, taken now. */
export function aPulpReport(given: Record<string, unknown> = {}): Record<string, unknown> {
  const payload = { system_id: '94a8a3a0-6c1e-4b8f-9d4e-0e2a4e3b9f10', version: '3.21.0' };
  return { application: 'pulp', telemetry_type: 'status', time: new Date().toISOString(), payload, ...given };
}
