import { Pause, Play, RotateCw } from 'lucide-react';
import type { StreamState } from '@/api/sse';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/lib/cn';
import { logs } from '@/texts/logs';

interface Props {
  isOn: boolean;
  connection: StreamState;
  onToggle: () => void;
  onRefresh: () => void;
}

/** Follows what comes in, and says in words how that is going. */
export function LiveButton({ isOn, connection, onToggle, onRefresh }: Props) {
  const isWell = connection === 'open' || connection === 'connecting';
  return (
    <>
      {!isOn && (
        <IconButton label={logs.refresh} keys="r" className="size-8" onClick={onRefresh}>
          <RotateCw size={14} aria-hidden />
        </IconButton>
      )}
      <Button
        aria-pressed={isOn}
        onClick={onToggle}
        data-tip={isOn ? logs.stopLive : logs.goLive}
        data-tip-keys="l"
        className={cn(isOn && (isWell ? 'border-[color-mix(in_oklab,var(--ok)_50%,transparent)] bg-ok-soft text-ok hover:bg-ok-soft' : 'border-[color-mix(in_oklab,var(--warn)_50%,transparent)] bg-warn-soft text-warn hover:bg-warn-soft'))}
      >
        {isOn ? (
          <>
            <span className={cn('size-1.5 rounded-full', isWell ? 'livedot bg-ok' : 'bg-warn')} aria-hidden />
            {logs.liveStates[connection]}
            <Pause size={12} aria-hidden />
          </>
        ) : (
          <>
            <Play size={12} aria-hidden />
            {logs.goLive}
          </>
        )}
      </Button>
    </>
  );
}
