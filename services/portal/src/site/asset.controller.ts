import { Controller, Get, Header } from '@nestjs/common';
import { ASSETS } from './assets.ts';

const { 'style.css': style, 'site.js': script, 'favicon.svg': favicon } = ASSETS;
/** Short, so that the pages of a new release soon get the style of that release. */
const STYLE_CACHED = 'public, max-age=600';

@Controller()
export class AssetController {
  @Get('style.css')
  @Header('Content-Type', style.type)
  @Header('Cache-Control', STYLE_CACHED)
  style() {
    return style.content;
  }

  @Get('favicon.svg')
  @Header('Content-Type', favicon.type)
  @Header('Cache-Control', STYLE_CACHED)
  favicon() {
    return favicon.content;
  }

  @Get('site.js')
  @Header('Content-Type', script.type)
  @Header('Cache-Control', 'public, max-age=3600')
  script() {
    return script.content;
  }
}
