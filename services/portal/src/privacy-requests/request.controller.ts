import { Controller, Get, Header, HttpStatus, Inject, Param, Query, Redirect } from '@nestjs/common';
import { HTML } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { parseRequestId } from './request-id.ts';
import { requestPage } from './request-page.tsx';
import { lookUpRequest } from './request-view.ts';

/** The pages behind the id of a request. The id is a secret: it comes in the address, and goes nowhere else. */
@Controller('requests')
export class RequestController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  /** Where the form of /your-data leads. */
  @Get()
  @Redirect()
  find(@Query('id') text: unknown) {
    return { url: `/requests/${parseRequestId(text)}`, statusCode: HttpStatus.SEE_OTHER };
  }

  @Get(':id')
  @Header('Content-Type', HTML)
  async page(@Param('id') text: string) {
    return requestPage(this.#portal, await lookUpRequest(this.#portal, text));
  }
}
