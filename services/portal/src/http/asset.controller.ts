import { applyDecorators, Controller, Get, Header } from '@nestjs/common';
import { ASSETS } from './assets.ts';
import { CacheFor } from './cache.interceptor.ts';

/** Short, so that the pages of a new release soon get the style of that release. */
const STYLE_SECONDS = 600;
const SCRIPT_SECONDS = 3600;

const Asset = (name: keyof typeof ASSETS, seconds: number) =>
  applyDecorators(Get(name), Header('Content-Type', ASSETS[name].type), CacheFor(seconds));

@Controller()
export class AssetController {
  @Asset('style.css', STYLE_SECONDS)
  style() {
    return ASSETS['style.css'].content;
  }

  @Asset('favicon.svg', STYLE_SECONDS)
  favicon() {
    return ASSETS['favicon.svg'].content;
  }

  @Asset('site.js', SCRIPT_SECONDS)
  script() {
    return ASSETS['site.js'].content;
  }
}
