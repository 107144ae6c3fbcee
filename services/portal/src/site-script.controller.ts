import { Controller, Get, Header } from '@nestjs/common';
import { SITE_SCRIPT } from './pages/site-script.ts';

@Controller()
export class SiteScriptController {
  @Get('site.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  script() {
    return SITE_SCRIPT;
  }
}
