import type { NextFunction, Request, Response } from 'express';
import { isBelow } from './paths.ts';

const A_DAY_S = '86400';

export interface OpenPaths {
  readonly to: readonly string[];
  readonly except: readonly string[];
}

/** Lets scripts of any site read what is public: they see no more than anybody, as nothing here knows who asks. */
export function openToAllOrigins({ to, except }: OpenPaths) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const open = isBelow(to, request) && !isBelow(except, request);
    if (open) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
      // So that a page that is isolated from other origins may load it as well.
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    if (open && request.method === 'OPTIONS') answerPreflight(response);
    else next();
  };
}

function answerPreflight(response: Response): void {
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'If-None-Match');
  response.setHeader('Access-Control-Max-Age', A_DAY_S);
  response.status(204).end();
}
