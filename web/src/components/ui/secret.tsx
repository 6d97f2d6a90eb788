import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { keyTexts } from '@/texts/settings';
import { IconButton } from './button';
import { CopyButton } from './copy';

interface Props {
  name: string;
  value: string;
  testId?: string;
  /** Nothing to hide: shown from the start, without an eye. */
  isPublic?: boolean;
}

/** A key behind an eye, with its last characters in sight; copied without being shown. */
export function Secret({ name, value, testId, isPublic = false }: Props) {
  const [isShown, setShown] = useState(isPublic);
  const hidden = `${'•'.repeat(8)}${value.slice(-4)}`;
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2.5">
      <code data-testid={testId} className="truncate font-mono text-xs">
        {isShown ? value : hidden}
      </code>
      {!isPublic && (
        <IconButton label={isShown ? keyTexts.hide(name) : keyTexts.show(name)} onClick={() => setShown(!isShown)} className="size-6">
          {isShown ? <EyeOff size={13} aria-hidden /> : <Eye size={13} aria-hidden />}
        </IconButton>
      )}
      <CopyButton text={value} label={keyTexts.copyOne(name)} />
    </span>
  );
}
