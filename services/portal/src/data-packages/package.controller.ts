import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ApiRoute } from '../api/routes.ts';
import { publicFor } from '../http/cache.interceptor.ts';
import { Page } from '../http/headers.ts';
import { ProblemError } from '../problems/problem.ts';
import { Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { DataPackages, PACKAGE_FILES, type PackageFileName } from './data-packages.ts';
import { dataPage } from './data-page.tsx';

const TYPES: Readonly<Record<PackageFileName, string>> = {
  'datapackage.json': 'application/json; charset=utf-8',
  'figures.csv': 'text/csv; charset=utf-8; header=present',
  'figures.parquet': 'application/vnd.apache.parquet',
  'checksums.txt': 'text/plain; charset=utf-8',
};
/** Final figures do not change. */
const YEAR_S = 31_536_000;

@Controller()
export class PackageController {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #packages: DataPackages;

  constructor(
    @Inject(Site) site: Site,
    @Inject(Definitions) definitions: Definitions,
    @Inject(DataPackages) packages: DataPackages,
  ) {
    this.#site = site;
    this.#definitions = definitions;
    this.#packages = packages;
  }

  @Page('data')
  async page() {
    const [months, { licence }] = [await this.#packages.months(), this.#packages];
    return dataPage({ site: this.#site, definitions: this.#definitions.public(), months, licence });
  }

  @ApiRoute('listPackages')
  async list() {
    const months = await this.#packages.months();
    const packages = months.map((month) => ({ month, descriptor: `/data/packages/${month}/datapackage.json` }));
    return { channel: this.#site.channel, packages };
  }

  @Get('data/packages/:month/:name')
  async file(@Param('month') month: string, @Param('name') wanted: string, @Res() response: Response): Promise<void> {
    const name = PACKAGE_FILES.find((known) => known === wanted);
    const file = name === undefined ? undefined : await this.#packages.file(month, name);
    if (name === undefined || file === undefined) throw new ProblemError('unknown_package');
    response.setHeader('Content-Type', TYPES[name]).setHeader('ETag', `"${file.sha256}"`);
    response.setHeader('Cache-Control', `${publicFor(YEAR_S)}, immutable`);
    // Express answers ranges, conditions and HEAD.
    const options = { root: file.folder, cacheControl: false, lastModified: false, dotfiles: 'allow' } as const;
    await new Promise<void>((resolve, reject) => {
      response.sendFile(name, options, (error?: Error) =>
        error === undefined || response.headersSent ? resolve() : reject(error),
      );
    });
  }
}
