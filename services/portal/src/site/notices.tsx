import type { Notice } from '../stores/summary-store.ts';
import { formatDay } from './format.ts';

/** What readers should know before they read a source's figures; nothing if there is nothing. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  if (notices.length === 0) return undefined;
  return (
    <div class="notice" role="note">
      {notices.map(({ notice, from_day, to_day }) => (
        <p>
          <strong>{notice}</strong> {daysInWords(from_day, to_day)}
        </p>
      ))}
    </div>
  );
}

function daysInWords(from: string, to: string | null): string {
  if (to === null) return `Since ${formatDay(from)}.`;
  return from === to ? `On ${formatDay(from)}.` : `From ${formatDay(from)} to ${formatDay(to)}.`;
}
