export { type Attribute, type Content, type Html, renderDocument, unclosed } from './html.ts';
