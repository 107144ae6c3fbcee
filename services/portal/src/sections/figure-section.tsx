import type { Summary } from '@heliograph/schema';
import { AgeSection } from './age-section.tsx';
import { CrossSection } from './cross-section.tsx';
import type { FigureView } from './figure-frame.tsx';
import { ShareSection } from './share-section.tsx';
import { StatisticsSection } from './statistics-section.tsx';
import { SystemsSection } from './systems-section.tsx';

/** A figure of any kind. */
export function FigureSection(figure: FigureView) {
  const summary: Summary = figure.summary;
  switch (summary.kind) {
    case 'systems':
      return <SystemsSection {...figure} summary={summary} />;
    case 'share':
      return <ShareSection {...figure} summary={summary} />;
    case 'statistics':
      return <StatisticsSection {...figure} summary={summary} />;
    case 'age':
      return <AgeSection {...figure} summary={summary} />;
    case 'cross':
      return <CrossSection {...figure} summary={summary} />;
    default:
      return summary satisfies never;
  }
}
