export const code = {
  find: 'Find',
  copyPath: 'Copy path',
  copyValue: 'Copy value',
  copied: 'Copied',
  notCopied: 'This browser does not let the page copy',
  shortened: (size: string) => `Only the first 200 KB of ${size} are shown.`,
  download: 'Download all',
};
