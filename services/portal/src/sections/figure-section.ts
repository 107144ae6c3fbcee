import type { Summary } from '@heliograph/schema';
import type { Html } from '../site/html.ts';
import { ageSection } from './age-section.ts';
import { crossSection } from './cross-section.ts';
import type { FigureView } from './figure-frame.ts';
import { shareSection } from './share-section.ts';
import { statisticsSection } from './statistics-section.ts';
import { systemsSection } from './systems-section.ts';

/** A figure of any kind. */
export function figureHtml(figure: FigureView): Html {
  const summary: Summary = figure.summary;
  switch (summary.kind) {
    case 'systems':
      return systemsSection({ ...figure, summary });
    case 'share':
      return shareSection({ ...figure, summary });
    case 'statistics':
      return statisticsSection({ ...figure, summary });
    case 'age':
      return ageSection({ ...figure, summary });
    case 'cross':
      return crossSection({ ...figure, summary });
    default:
      return summary satisfies never;
  }
}
