/** The sign of the product: a body and what goes round it at its nearest. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="9" fill="var(--ink)" />
      <circle cx="15" cy="16" r="8.5" fill="none" stroke="var(--on-ink)" strokeWidth="2.6" />
      <circle cx="22.5" cy="10.5" r="3.6" fill="var(--mark)" stroke="var(--ink)" strokeWidth="2" />
    </svg>
  );
}
