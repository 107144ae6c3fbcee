import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiController } from './api.controller.ts';
import { type Log, nestLogger } from './nest-logger.ts';
import { PageController } from './page.controller.ts';
import { PORTAL, type Portal } from './portal.ts';
import { ProblemFilter } from './problem.filter.ts';
import { RequestController } from './request.controller.ts';
import { RequestApiController } from './request-api.controller.ts';
import { privateAnswers, SECRET_PATHS, securityHeaders } from './security-headers.ts';

@Module({ controllers: [PageController, RequestController, ApiController, RequestApiController] })
class PortalModule {}

/** Builds the site, ready to listen. It keeps no session, sets no cookie and reads no body. */
export async function createApp(portal: Portal, log: Log): Promise<NestExpressApplication> {
  const module = { module: PortalModule, providers: [{ provide: PORTAL, useValue: portal }] };
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: nestLogger(log), bodyParser: false });
  app.disable('x-powered-by');
  app.use(securityHeaders);
  app.use(SECRET_PATHS, privateAnswers);
  app.useGlobalFilters(new ProblemFilter(log));
  return app;
}
