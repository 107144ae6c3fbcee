import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiController } from './api/api.controller.ts';
import { DataPackages } from './data-packages/data-packages.ts';
import { PackageController } from './data-packages/package.controller.ts';
import { DefinitionController } from './definitions/definition.controller.ts';
import { AnswerAdapter } from './http/answer.ts';
import { AssetController } from './http/asset.controller.ts';
import { CacheInterceptor } from './http/cache.interceptor.ts';
import { CachedAnswers } from './http/cached-answers.ts';
import { DataVersion } from './http/data-version.ts';
import { allowAllOrigins, SECRET_PATHS, setPrivateHeaders, setSecurityHeaders } from './http/headers.ts';
import { Log, nestLogger } from './http/nest-logger.ts';
import { RequestController } from './privacy-requests/request.controller.ts';
import { RequestReader } from './privacy-requests/request-view.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { Clock, Site } from './site/site.ts';
import { SourceController } from './sources/source.controller.ts';
import { StatusController } from './status/status.controller.ts';
import { PipelineWatch } from './status/watch.ts';
import { Definitions } from './stores/definitions.ts';
import { RequestStore } from './stores/request-store.ts';
import { SummaryStore } from './stores/summary-store.ts';

/** What the site is made of; each part is injected under its class. */
export interface Parts {
  readonly site: Site;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly summaries: SummaryStore;
  readonly requests: RequestStore;
  readonly packages: DataPackages;
  readonly pipeline: PipelineWatch;
}

@Module({
  controllers: [
    SourceController,
    DefinitionController,
    StatusController,
    PackageController,
    RequestController,
    ApiController,
    AssetController,
  ],
  providers: [
    DataVersion,
    CachedAnswers,
    RequestReader,
    { provide: APP_INTERCEPTOR, useClass: CacheInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
class PortalModule {}

function portalModule(parts: Parts, log: Log): DynamicModule {
  const providers = [
    { provide: Site, useValue: parts.site },
    { provide: Clock, useValue: parts.clock },
    { provide: Definitions, useValue: parts.definitions },
    { provide: SummaryStore, useValue: parts.summaries },
    { provide: RequestStore, useValue: parts.requests },
    { provide: DataPackages, useValue: parts.packages },
    { provide: PipelineWatch, useValue: parts.pipeline },
    { provide: Log, useValue: log },
  ];
  return { module: PortalModule, providers };
}

/** Builds the site, ready to listen. It keeps no session, sets no cookie and reads no body. */
export async function createApp(parts: Parts, log: Log): Promise<NestExpressApplication> {
  const options = { logger: nestLogger(log), bodyParser: false };
  const module = portalModule(parts, log);
  const app = await NestFactory.create<NestExpressApplication>(module, new AnswerAdapter(), options);
  app.disable('x-powered-by');
  app.use(setSecurityHeaders);
  app.use(SECRET_PATHS, setPrivateHeaders);
  app.use(allowAllOrigins);
  app.use(app.get(CachedAnswers).middleware);
  return app;
}
