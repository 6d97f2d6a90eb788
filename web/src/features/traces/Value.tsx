/** Any value as text: JSON where it is no text. */
export function Value({ label, value }: { label: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <pre tabIndex={0} aria-label={label} className="max-h-[480px] overflow-auto rounded-lg border bg-sunken p-3 font-mono text-xs leading-[19px] break-words whitespace-pre-wrap">
      {text}
    </pre>
  );
}
