import { RadioGroup } from 'radix-ui';
import { onboarding } from '@/texts/onboarding';
import { type Way, WAYS } from './snippets';

interface Props {
  value: Way;
  onChange: (way: Way) => void;
  names: Record<Way, string>;
}

/** Eight ways to send, all in sight, also where they need two lines. */
export function Ways({ value, onChange, names }: Props) {
  return (
    <RadioGroup.Root aria-label={onboarding.way} value={value} onValueChange={(next) => onChange(next as Way)} className="mt-5 mb-5 flex flex-wrap gap-1.5">
      {WAYS.map((way) => (
        <RadioGroup.Item
          key={way}
          value={way}
          className="h-8 rounded-md border px-3 font-medium text-muted transition-colors hover:bg-hover hover:text-fg data-[state=checked]:border-fg data-[state=checked]:text-fg"
        >
          {names[way]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
