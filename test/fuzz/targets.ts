import type { FuzzTarget } from './target.ts';
import { forwardedFor } from './targets/address.ts';
import { body } from './targets/body.ts';
import { reports } from './targets/reports.ts';
import { requests } from './targets/requests.ts';
import { time } from './targets/time.ts';

/** The gateway's parsers, in this process. Over HTTP all of them are reached as well. */
export const TARGETS: readonly FuzzTarget[] = [body, reports, requests, time, forwardedFor];
