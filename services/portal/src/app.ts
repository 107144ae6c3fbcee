import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { utcDay } from '@heliograph/schema';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiController } from './api/api.controller.ts';
import { PackageController } from './data-packages/package.controller.ts';
import { DefinitionPageController } from './definitions/definition-page.controller.ts';
import { cachedAnswers } from './http/cached-answers.ts';
import { openToAllOrigins } from './http/cors.ts';
import { createDataVersion, type DataVersion } from './http/data-version.ts';
import { type Log, nestLogger } from './http/nest-logger.ts';
import { privateAnswers, SECRET_PATHS, securityHeaders } from './http/security-headers.ts';
import { PORTAL, type Portal } from './portal.ts';
import { RequestController } from './privacy-requests/request.controller.ts';
import { RequestApiController } from './privacy-requests/request-api.controller.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { AssetController } from './site/asset.controller.ts';
import { PageController } from './sources/page.controller.ts';
import { SourcePageController } from './sources/source-page.controller.ts';
import { StatusController } from './status/status.controller.ts';

@Module({
  controllers: [
    PageController,
    DefinitionPageController,
    SourcePageController,
    AssetController,
    StatusController,
    RequestController,
    ApiController,
    PackageController,
    RequestApiController,
  ],
})
class PortalModule {}

/** What programs of other sites may read. */
const PUBLIC_PATHS = ['/api/v1', '/data/packages'];
/** Longer than it is worth to be kept in memory. */
const STREAMED_PATHS = ['/api/v1/summaries.csv', '/data/packages'];
/** Old answers are given no longer than this after a new day has been published. */
const VERSION_EVERY_MS = 5000;

/** What answers are made of: figures, definitions and the day, by which ranges end and definitions expire. */
function dataVersion({ summaries, definitions, now }: Portal): DataVersion {
  const read = async () => {
    const text = JSON.stringify([await summaries.version(), definitions(), utcDay(now())]);
    return createHash('sha256').update(text).digest('hex');
  };
  return createDataVersion({ everyMs: VERSION_EVERY_MS, read, now });
}

/** Builds the site, ready to listen. It keeps no session, sets no cookie and reads no body. */
export async function createApp(portal: Portal, log: Log): Promise<NestExpressApplication> {
  const module = { module: PortalModule, providers: [{ provide: PORTAL, useValue: portal }] };
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: nestLogger(log), bodyParser: false });
  app.disable('x-powered-by');
  app.use(securityHeaders);
  app.use(SECRET_PATHS, privateAnswers);
  app.use(openToAllOrigins({ to: PUBLIC_PATHS, except: SECRET_PATHS }));
  app.use(
    cachedAnswers({ version: dataVersion(portal), except: [...SECRET_PATHS, ...STREAMED_PATHS], now: portal.now }),
  );
  app.useGlobalFilters(new ProblemFilter(portal, log));
  return app;
}
