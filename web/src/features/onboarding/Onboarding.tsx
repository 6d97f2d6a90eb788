import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCan, useProject } from '@/api/account';
import { Button } from '@/components/ui/button';
import { PageHead } from '@/components/ui/page';
import { onboarding } from '@/texts/onboarding';
import Lesson from './Lesson';
import type { Lesson as LessonName } from './snippets';
import { Trouble } from './Trouble';
import { useFirstEvent } from './use-first-event';
import { useSample } from './use-sample';

const TROUBLE_MS = 60_000;

interface Props {
  lesson: LessonName;
  /** The name of the page in whose place it stands; left out where the page has its own head. */
  title?: string;
}

/** Stands where a project has no data yet: how to send the first run, and the first run turns it into the real page. */
export default function Onboarding({ lesson, title }: Props) {
  const project = useProject();
  return (
    <>
      {title && <PageHead title={title} />}
      <Lesson lesson={lesson}>
        <Listening key={project?.id} lesson={lesson} />
      </Lesson>
    </>
  );
}

function Listening({ lesson }: { lesson: LessonName }) {
  const state = useFirstEvent(lesson);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), TROUBLE_MS);
    return () => clearTimeout(timer);
  }, []);
  const can = useCan();
  const sample = useSample();
  return (
    <>
      <div className="sticky bottom-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-canvas px-4 py-3 shadow-pop">
        <span aria-hidden className="livedot size-2.5 rounded-full bg-accent" />
        <div role="status" className="min-w-0 flex-1">
          <div className="font-medium">{onboarding.listening}</div>
          <div className="text-xs text-subtle">{state === 'waiting' ? onboarding.reconnecting : onboarding.listeningText}</div>
        </div>
        {can('projects.create') && (
          <Button isBusy={sample.isPending} onClick={() => sample.mutate()} title={onboarding.sampleText}>
            {!sample.isPending && <Eye size={14} aria-hidden />}
            {onboarding.sample}
          </Button>
        )}
      </div>
      {isLong && <Trouble />}
    </>
  );
}
