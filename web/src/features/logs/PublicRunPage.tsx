import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useRef, useState } from 'react';
import { asApiError } from '@/api/error';
import { publicRunQuery, type Run } from '@/api/runs';
import { isSignedIn } from '@/api/session';
import { visible, Words } from '@/components/messages/Words';
import { statusOf, thumbOf, userName } from '@/components/run/facts';
import { RunFigures, RunParams } from '@/components/run/RunFacts';
import { RunTabs } from '@/components/run/RunTabs';
import { readTab, type RunTab } from '@/components/run/tabs';
import { buttonClass } from '@/components/ui/button';
import { Avatar, Status, Tag, Time } from '@/components/ui/facts';
import { KindIcon, kindOf } from '@/components/ui/kind';
import { useTitle } from '@/components/ui/page';
import { ErrorState, Loading, Skeleton, State } from '@/components/ui/states';
import { logs } from '@/texts/logs';
import { run as texts } from '@/texts/run';

const route = getRouteApi('/logs/$id');

/** A run that somebody shared, for people without an account. Nothing can be changed here. */
export default function PublicRunPage() {
  const { id } = route.useParams();
  const query = useQuery(publicRunQuery(id));
  useTitle(query.data?.name ?? texts.publicTitle);
  return (
    <div className="flex h-full flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-canvas px-4">
        <img src={logo()} alt="" width={20} height={20} />
        <span className="font-semibold">Perilune</span>
        <span className="text-subtle">{texts.publicTitle}</span>
        {isSignedIn() && (
          <Link to="/logs" search={{}} className={buttonClass('default', 'sm', 'ml-auto')}>
            {texts.openApp}
          </Link>
        )}
      </header>
      <Body run={query.data} error={query.error} onRetry={() => void query.refetch()} />
    </div>
  );
}

/** Beside the page, wherever that is served from. */
function logo(): string {
  return new URL('favicon.svg', document.baseURI).href;
}

function Body({ run, error, onRetry }: { run: Run | undefined; error: unknown; onRetry: () => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<RunTab>(readTab(undefined));
  const [isFinding, setFinding] = useState(false);
  const [isRaw, setRaw] = useState(false);
  return (
    <main id="main" ref={scroller} className="min-h-0 flex-1 overflow-auto">
      {run && (
        <div className="mx-auto flex max-w-[860px] flex-col">
          <Head run={run} />
          <RunTabs run={run} tab={tab} onTab={setTab} scroller={scroller} isFinding={isFinding} onFinding={setFinding} isRaw={isRaw} onRaw={setRaw} />
        </div>
      )}
      {!run && error !== null && (asApiError(error).status === 404 ? <State icon={Lock} title={texts.publicGone}>{texts.publicGoneText}</State> : <ErrorState what={texts.failed} error={error} onRetry={onRetry} />)}
      {!run && error === null && (
        <Loading>
          <div className="mx-auto max-w-[860px] space-y-3 p-4">
            <Skeleton className="h-6 w-60" />
            <Skeleton className="h-13 w-full rounded-lg" />
            <Skeleton className="h-40 w-full rounded-lg" />
          </div>
        </Loading>
      )}
    </main>
  );
}

function Head({ run }: { run: Run }) {
  const user = userName(run);
  const thumb = thumbOf(run.feedback);
  return (
    <div className="space-y-3 px-4 pt-6 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <KindIcon kind={kindOf(run.type)} failed={run.status === 'error'} />
        <h1 className="min-w-0 truncate text-lg font-semibold">{visible(run.name ?? run.type)}</h1>
        <Status status={statusOf(run)} />
        <Time at={run.createdAt} className="ml-auto text-xs text-subtle" />
      </div>
      <RunFigures run={run} />
      <RunParams run={run} />
      <div className="flex flex-wrap items-center gap-1.5">
        {user !== '' && (
          <span className="mr-1 inline-flex items-center gap-1.5 font-medium">
            <Avatar name={user} />
            <Words text={user} />
          </span>
        )}
        {(run.tags ?? []).map((tag) => (
          <Tag key={tag}>{visible(tag)}</Tag>
        ))}
        {thumb && <Tag>{thumb === 'up' ? logs.thumbUp : logs.thumbDown}</Tag>}
      </div>
    </div>
  );
}
