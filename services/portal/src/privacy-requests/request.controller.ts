import { Controller, Get, Header, HttpStatus, Inject, Param, Query, Redirect } from '@nestjs/common';
import { ApiRoute } from '../api/routes.ts';
import { Page, PrivatePage } from '../http/headers.ts';
import { ProblemError } from '../problems/problem.ts';
import { Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { requestPage } from './request-page.tsx';
import { RequestIdPipe, RequestReader } from './request-view.ts';
import { yourDataPage } from './your-data-page.tsx';

/** The id of a request is a secret: it comes in the address, and is neither logged nor stored. */
@Controller()
export class RequestController {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #requests: RequestReader;

  constructor(
    @Inject(Site) site: Site,
    @Inject(Definitions) definitions: Definitions,
    @Inject(RequestReader) requests: RequestReader,
  ) {
    this.#site = site;
    this.#definitions = definitions;
    this.#requests = requests;
  }

  @Page('your-data')
  yourData() {
    const { gatewayUrl } = this.#site;
    return yourDataPage({ site: this.#site, definitions: this.#definitions.public(), gatewayUrl });
  }

  /** Where the form of /your-data leads. */
  @Get('requests')
  @Redirect()
  find(@Query('id', RequestIdPipe) id: string) {
    return { url: `/requests/${id}`, statusCode: HttpStatus.SEE_OTHER };
  }

  @PrivatePage('requests/:id')
  async page(@Param('id', RequestIdPipe) id: string) {
    return requestPage(this.#site, await this.#requests.view(id));
  }

  @ApiRoute('getRequest')
  async request(@Param('id', RequestIdPipe) id: string) {
    const { state, hasDocument, retained } = await this.#requests.view(id);
    return { ...state, stays: retained, document: hasDocument ? `/api/v1/exports/${id}` : null };
  }

  @ApiRoute('getExport')
  @Header('Content-Disposition', 'attachment; filename="telemetry.json"')
  async document(@Param('id', RequestIdPipe) id: string) {
    const document = await this.#requests.document(id);
    if (document === undefined) throw new ProblemError('no_document');
    return document;
  }
}
