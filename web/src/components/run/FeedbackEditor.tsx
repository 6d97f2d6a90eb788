import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquare, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useProjectId } from '@/api/account';
import { keys } from '@/api/keys';
import { type Feedback, type Run, setFeedback } from '@/api/runs';
import { Button, IconButton } from '@/components/ui/button';
import { TextArea } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import { toast } from '@/components/ui/toast';
import { cn } from '@/lib/cn';
import { run as texts } from '@/texts/run';
import { commentOf, thumbOf } from './facts';

/** Shows what is wanted at once, and puts it back where the server refuses. */
export function useRunEdit<T>(run: Run, send: (value: T) => Promise<void>, apply: (run: Run, value: T) => Run, failure: string) {
  const client = useQueryClient();
  const key = keys.run(useProjectId(), run.id);
  return useMutation({
    mutationFn: send,
    onMutate: (value: T) => {
      const before = client.getQueryData<Run>(key);
      if (before) client.setQueryData(key, apply(before, value));
      return before;
    },
    onError: (thrown, _value, before) => {
      if (before) client.setQueryData(key, before);
      toast.failure(failure, thrown);
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['runs'], refetchType: 'none' }),
  });
}

/** Thumbs and a comment: a second click takes a thumb away again. */
export function FeedbackEditor({ run, canEdit }: { run: Run; canEdit: boolean }) {
  const edit = useRunEdit<Feedback>(run, (value) => setFeedback(run.id, value), (before, value) => ({ ...before, feedback: { ...before.feedback, ...value } as Run['feedback'] }), texts.feedbackFailed);
  const thumb = thumbOf(run.feedback);
  const comment = commentOf(run.feedback);
  const toggle = (value: 'up' | 'down'): void => edit.mutate({ thumb: thumb === value ? null : value });
  return (
    <div className="flex items-center gap-0.5">
      <CommentButton comment={comment} canEdit={canEdit} onSave={(text) => edit.mutate({ comment: text === '' ? null : text })} />
      <IconButton label={texts.thumbUp} isOn={thumb === 'up'} disabled={!canEdit} onClick={() => toggle('up')}>
        <ThumbsUp size={14} className={cn(thumb === 'up' && 'text-ok')} aria-hidden />
      </IconButton>
      <IconButton label={texts.thumbDown} isOn={thumb === 'down'} disabled={!canEdit} onClick={() => toggle('down')}>
        <ThumbsDown size={14} className={cn(thumb === 'down' && 'text-err')} aria-hidden />
      </IconButton>
    </div>
  );
}

function CommentButton({ comment, canEdit, onSave }: { comment: string; canEdit: boolean; onSave: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState(comment);
  const save = (value: string): void => {
    onSave(value.trim());
    setOpen(false);
  };
  const open = (next: boolean): void => {
    setText(comment);
    setOpen(next);
  };
  if (!canEdit && comment === '') return null;
  return (
    <Popover
      label={texts.comment}
      align="end"
      width={300}
      open={isOpen}
      onOpenChange={open}
      trigger={
        <IconButton label={comment === '' ? texts.addComment : texts.comment} isOn={comment === '' ? undefined : true}>
          <MessageSquare size={14} className={cn(comment !== '' && 'text-accent-fg')} aria-hidden />
        </IconButton>
      }
    >
      <form
        className="space-y-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          save(text);
        }}
      >
        <TextArea
          autoFocus
          readOnly={!canEdit}
          aria-label={texts.comment}
          placeholder={texts.commentLabel}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save(text);
          }}
        />
        {canEdit && (
          <div className="flex justify-end gap-2">
            {comment !== '' && (
              <Button size="sm" kind="ghost" onClick={() => save('')}>
                {texts.removeComment}
              </Button>
            )}
            <Button size="sm" kind="primary" type="submit" disabled={text.trim() === comment}>
              {texts.saveComment}
            </Button>
          </div>
        )}
      </form>
    </Popover>
  );
}
