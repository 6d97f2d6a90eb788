import { common } from '@/texts/common';

/** Shown while the person and the projects are on their way. */
export function ShellSkeleton() {
  return (
    <div className="flex h-full" role="status" aria-label={common.loading}>
      <div className="hidden w-[216px] shrink-0 border-r bg-canvas md:block" />
      <div className="flex-1 bg-surface">
        <div className="h-12 border-b" />
      </div>
    </div>
  );
}
