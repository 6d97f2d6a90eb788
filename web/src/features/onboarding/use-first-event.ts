// Waits for the first event of a project, and says where it is to be seen.

import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useProjectId } from '@/api/account';
import { api, call, getJson } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema';
import { openStream, type StreamState } from '@/api/sse';
import { toast } from '@/components/ui/toast';
import { duration } from '@/lib/format';
import { useEvent } from '@/lib/use-event';
import { onboarding } from '@/texts/onboarding';
import { pageOfFirst } from './first-page';
import type { Lesson } from './snippets';

type Run = components['schemas']['Run'];

// Without a type, lists and streams are of model calls only.
const TYPES = 'type=llm,agent,chain,tool,retriever,embed,thread';
/** SDKs send what belongs together within this time, such as an agent and its tools. */
const GATHER_MS = 700;
/** In case the stream is refused or lost. */
const ASK_MS = 4000;

/** Whether the stream is open; the first event leads to its page. For one project: another one is another component. */
export function useFirstEvent(lesson: Lesson): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const projectId = useProjectId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const isFound = useRef(false);
  const look = useEvent(async (): Promise<void> => {
    const seenAt = Date.now() - GATHER_MS;
    const runs = await newest();
    if (runs.length === 0 || isFound.current) return;
    isFound.current = true;
    const { link, run } = pageOfFirst(runs, lesson);
    const took = seenAt - new Date(run.endedAt ?? run.createdAt).getTime();
    await Promise.all([client.invalidateQueries({ queryKey: keys.projects }), client.invalidateQueries({ queryKey: keys.runs(projectId) })]);
    toast.ok(took > 0 && took < 60_000 ? `${onboarding.arrived}. ${onboarding.took(duration(took))}` : onboarding.arrived);
    void navigate(link as never);
  });
  const isActive = useEvent(async () => {
    // Past the cache: what is known there turns the lesson into the list, before anything is opened.
    const projects = await call(api.GET('/v1/projects'));
    return projects.find((one) => one.id === projectId)?.activated ?? false;
  });
  useEffect(() => listen({ look, isActive, onState: setState }), [look, isActive]);
  return state;
}

interface Listener {
  look: () => Promise<void>;
  isActive: () => Promise<boolean>;
  onState: (state: StreamState) => void;
}

/** Looks when something has come; the answer ends it. */
function listen({ look, isActive, onState }: Listener): () => void {
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      look().catch(() => undefined);
    }, GATHER_MS);
  };
  const onEvent = ({ event }: { event: string }): void => {
    if (event === 'run' || event === 'patch' || event === 'gap') soon();
  };
  const close = openStream({ path: '/v1/runs/stream', query: TYPES, onEvent, onState });
  // What came before the stream was open, and what a stream does not tell, such as messages of conversations.
  const timer = setInterval(() => {
    if (document.hidden) return;
    isActive().then((isIt) => isIt && soon(), () => undefined);
  }, ASK_MS);
  return () => {
    close();
    clearInterval(timer);
    clearTimeout(gathering);
  };
}

async function newest(): Promise<Run[]> {
  const { data } = await getJson<components['schemas']['RunList']>('/v1/runs', `${TYPES}&limit=50`);
  return data;
}
