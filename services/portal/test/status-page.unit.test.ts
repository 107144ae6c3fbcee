import { describe, expect, it } from 'vitest';
import type { StatusReport } from '../src/status/report.ts';
import { statusPage } from '../src/status/status-page.tsx';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const quiet = { ok: 0, dropped: {}, dead: 0 };
const fine: StatusReport = {
  channel: 'production',
  state: 'fine',
  troubles: [],
  checked_at: '2026-11-21T10:00:00.000Z',
  multiples_of: 10,
  sources: [
    {
      application: 'example',
      telemetry_type: 'status',
      title: 'Example',
      collected: true,
      data_up_to: '2026-11-20',
      computed_at: '2026-11-21T01:00:05.000Z',
      days_behind: 1,
      counts: {
        stages: [
          {
            service: 'dedup',
            ok: 1234,
            dropped: { duplicate_id: 5, duplicate_window: 6, erased: 2, unheard_of: 1 },
            dead: 7,
          },
        ],
        removed: { unregistered: 1, misfit: 21, personal_data: 2 },
      },
    },
  ],
  services: [
    {
      service: 'dedup',
      processes: 2,
      answering: 2,
      ready: 1,
      since: '2026-11-20T08:00:00.000Z',
      lag: 17,
      lag_seconds: 40,
      waiting: 0,
      warnings: 0,
      settled: quiet,
    },
  ],
  canary_age_seconds: 42,
  arrivals: { accepted: 1, deferred: 2, rejected: { unknown_telemetry_type: 3 }, refused: { api_key_required: 4 } },
};
const page = (given: Partial<StatusReport> = {}) => statusPage(aSite(), { ...fine, ...given });

describe('the page', () => {
  it('says whether all systems are operational', () => {
    expect(page()).toContain('All systems operational.');
    const wrong = page({ state: 'trouble', troubles: ['The dedup does not answer.'] });
    expect(wrong).toContain('Something is wrong.');
    expect(wrong).toContain('<li>The dedup does not answer.</li>');
  });

  it('says how fresh the figures are, of what is not published yet too', () => {
    expect(page()).toMatch(/Example<\/a><\/th><td>20 November 2026<\/td><td>2026-11-21 01:00 UTC<\/td><td>yes</);
    const [source] = fine.sources;
    const young = page({ sources: source ? [{ ...source, data_up_to: null, computed_at: null, counts: null }] : [] });
    expect(young).toContain('nothing yet');
    expect(young).toContain('No report has come since the services began to count.');
  });

  it('says what each service does, and since when it counts', () => {
    expect(page()).toMatch(
      /dedup<\/th><td><strong class="label">degraded<\/strong>, 1 of 2 processes<\/td><td class="number">17<\/td><td class="number">40<\/td><td>2026-11-20 08:00 UTC/,
    );
    expect(page()).toContain('They are rounded up to multiples of 10, so that no single report can be told');
    expect(page({ multiples_of: 1 })).not.toContain('rounded up');
    expect(page()).toContain('Counts begin anew whenever a process is started anew');
  });

  it('says what became of the reports of a source: accepted, duplicates, dropped and dead-lettered', () => {
    const text = page();
    expect(text).toMatch(/>1,234<\/td><td class="number">11<\/td><td class="number">3<\/td><td class="number">7</);
    expect(text).toContain('dropped: of systems that were erased; unheard of');
    expect(text).toContain('1 value that no definition lists, 21 that did not fit, and 2 finds of personal data');
  });

  it('says what was refused by the gateway, and that nothing was', () => {
    expect(page()).toMatch(/<code>unknown_telemetry_type<\/code><\/th><td class="number">3</);
    expect(page()).toMatch(/<code>api_key_required<\/code><\/th><td class="number">4</);
    const none = page({ arrivals: { accepted: 3, deferred: 0, rejected: {}, refused: {} } });
    expect(none).toContain('3 messages of all sources were accepted');
    expect(none).toContain('None was refused.');
  });

  it('says that it knows of no service where none is asked', () => {
    const text = page({ state: 'unknown', services: null, arrivals: null, checked_at: null });
    expect(text).toContain('The figures are up to date.');
    const young = fine.sources.map((source) => ({ ...source, data_up_to: null }));
    expect(page({ state: 'unknown', services: null, arrivals: null, sources: young })).toContain(
      'Nothing has been published yet.',
    );
    expect(text).toContain('This site is not told where the services are');
    expect(text).not.toContain('What became of the reports');
  });

  it('shows names as text, whoever chose them', () => {
    const [source] = fine.sources;
    const text = page({
      troubles: [EVIL],
      sources: source ? [{ ...source, title: EVIL, application: EVIL }] : [],
      arrivals: { accepted: 0, deferred: 0, rejected: { [EVIL]: 1 }, refused: { [EVIL]: 1 } },
    });
    expect(text).not.toMatch(REFUSED);
    expect(text).toContain('&lt;script&gt;');
  });
});
