import { Fragment, memo, useContext } from 'react';
import { Needle, pieces } from './find';

/**
 * A text, with marks where it holds what is looked for. Control characters, terminal codes above all, are shown as the signs
 * that Unicode has for them: nobody should wonder why a text looks odd, and nothing can hide.
 */
export const Words = memo(function Words({ text }: { text: string }) {
  const needle = useContext(Needle);
  const parts = pieces(visible(text), needle);
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      <mark key={index} className="rounded-[2px] bg-[color-mix(in_oklab,var(--mark)_45%,transparent)] text-inherit data-here:outline-2 data-here:outline-accent">
        {part}
      </mark>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  );
});

// oxlint-disable-next-line no-control-regex -- these are the characters that are meant
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

export function visible(text: string): string {
  return text.replace(CONTROLS, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 0x7f) return '␡';
    // Signs that turn the direction of writing around make a text read as another.
    return code > 0x7f ? `⟨${code.toString(16).toUpperCase()}⟩` : String.fromCharCode(0x2400 + code);
  });
}
