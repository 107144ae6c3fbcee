import { receiptOf } from '@heliograph/service-kit';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { PORTAL, type Portal } from '../portal.ts';
import { ProblemError } from '../problems/problem.ts';
import { parseRequestId } from './request-id.ts';
import { lookUpRequest } from './request-view.ts';

/** The same as the pages behind the id of a request, for programs. */
@Controller('api/v1')
export class RequestApiController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('requests/:id')
  async request(@Param('id') text: string) {
    const { id, state, hasDocument, retained } = await lookUpRequest(this.#portal, text);
    return { ...state, stays: retained, document: hasDocument ? `/api/v1/exports/${id}` : null };
  }

  /** The document as it was written: parsing it here would change its numbers. */
  @Get('exports/:id')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="telemetry.json"')
  async document(@Param('id') text: string) {
    const document = await this.#portal.requests.documentOf(receiptOf(parseRequestId(text)));
    if (document === undefined) throw new ProblemError('no_document');
    return document;
  }
}
