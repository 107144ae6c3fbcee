/**
 * What becomes of a version: cut for storage to one, two or three numbers, and shortened for a figure to two or three. What
 * is done in TypeScript and what is done in SQL are tested with the same.
 */
export const VERSION_CASES = [
  { version: '3.22.0', cut: ['3', '3.22', '3.22.0'], shortened: ['3.22', '3.22.0'] },
  { version: '3.22.0.dev1', cut: ['3', '3.22', '3.22.0'], shortened: ['3.22', '3.22.0'] },
  { version: '3.22.10-rc1', cut: ['3', '3.22', '3.22.10'], shortened: ['3.22', '3.22.10'] },
  { version: '3.22-rc1.5', cut: ['3', '3.22', '3.22'], shortened: ['3.22', '3.22-rc1.5'] },
  { version: '3.22.', cut: ['3', '3.22', '3.22'], shortened: ['3.22', '3.22.'] },
  { version: '15-SP2', cut: ['15', '15', '15'], shortened: ['15-SP2', '15-SP2'] },
  { version: '15', cut: ['15', '15', '15'], shortened: ['15', '15'] },
  { version: '٣.٤.٥', cut: ['', '', ''], shortened: ['٣.٤.٥', '٣.٤.٥'] },
  { version: 'v1.2.3', cut: ['', '', ''], shortened: ['v1.2.3', 'v1.2.3'] },
  { version: '', cut: ['', '', ''], shortened: ['', ''] },
] as const;
