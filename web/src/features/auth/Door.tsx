import { Outlet } from '@tanstack/react-router';
import { Mark } from '@/features/shell/Mark';

/** The frame of the pages at the door: one narrow column, nothing to distract. */
export default function Door() {
  return (
    <div className="h-full overflow-auto bg-canvas">
      <main className="mx-auto flex min-h-full w-full max-w-[392px] flex-col justify-center px-4 pt-10 pb-[16vh]">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark size={26} />
          <span className="text-lg font-semibold tracking-tight">Perilune</span>
        </div>
        <Outlet />
      </main>
    </div>
  );
}
