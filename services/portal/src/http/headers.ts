import { applyDecorators, Get, Header } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CacheFor } from './cache.interceptor.ts';

/** No frame, nothing inline and nothing of another origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/** Sets on every response, errors included, what a browser may do with it. */
export function setSecurityHeaders(_request: Request, response: Response, next: NextFunction): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  next();
}

/** The address itself is the secret that opens the answer. */
export const SECRET_PATHS = ['/requests', '/api/v1/requests', '/api/v1/exports'];

/** Keeps a response out of every cache and every search engine, errors included. */
export function setPrivateHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Robots-Tag', 'noindex, nofollow, noarchive');
  next();
}

/** What programs of other sites may read. */
const PUBLIC_PATHS = ['/api/v1', '/data/packages'];
const DAY_S = '86400';

/** Lets scripts of any site read public data: it is the same for everyone, as no request is authenticated. */
export function allowAllOrigins(request: Request, response: Response, next: NextFunction): void {
  const isPublic = isBelow(PUBLIC_PATHS, request) && !isBelow(SECRET_PATHS, request);
  if (isPublic) setCrossOriginHeaders(response);
  if (isPublic && request.method === 'OPTIONS') answerPreflight(response);
  else next();
}

function setCrossOriginHeaders(response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
  // Lets a page that is isolated from other origins load it as well.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

function answerPreflight(response: Response): void {
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'If-None-Match');
  response.setHeader('Access-Control-Max-Age', DAY_S);
  response.status(204).end();
}

/** Like the router, without regard to case. */
function isBelow(paths: readonly string[], { path }: Request): boolean {
  const lower = path.toLowerCase();
  return paths.some((one) => lower === one || lower.startsWith(`${one}/`));
}

const PAGE_SECONDS = 60;

/** A route of a page that clients and this process may keep. */
export const Page = (path: string, seconds = PAGE_SECONDS) => applyDecorators(PrivatePage(path), CacheFor(seconds));

/** A route of a page that is rendered each time. */
export const PrivatePage = (path: string) =>
  applyDecorators(Get(path), Header('Content-Type', 'text/html; charset=utf-8'));
