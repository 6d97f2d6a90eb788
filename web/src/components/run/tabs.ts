/** The tabs of a run, as the address of the page names them. */
export const RUN_TABS = ['messages', 'raw', 'metadata', 'scores', 'span'] as const;
export type RunTab = (typeof RUN_TABS)[number];

export function readTab(text: string | undefined): RunTab {
  return RUN_TABS.find((tab) => tab === text) ?? 'messages';
}
