import { ExternalLink, FileText, ImageOff } from 'lucide-react';
import { serverUrl } from '@/api/base';
import { messages } from '@/texts/messages';
import { safeLink } from './markdown';
import type { Part } from './types';
import { Words } from './Words';

type MediaPart = Extract<Part, { kind: 'media' }>;

/** Whether the browser may load it by itself: data in the message, or from our own server. SVG may not, as it can hold a page. */
export function isOwn(src: string): boolean {
  if (/^data:(image\/(png|jpeg|jpg|gif|webp|avif|bmp)|audio\/[\w.+-]+)[;,]/i.test(src)) return true;
  return serverUrl !== '' && src.startsWith(`${serverUrl}/`);
}

/** An image or sound of a message. What lies elsewhere is a box with its host and a link: looking at a run asks nobody else. */
export function Media({ part }: { part: MediaPart }) {
  const { media, src, name, transcript } = part;
  if (media === 'image' && isOwn(src)) return <img src={src} alt={name ?? messages.image} className="max-h-80 max-w-full rounded-md border" />;
  return (
    <div className="space-y-1.5">
      {media === 'audio' && isOwn(src) ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- the transcript below is what there is
        <audio controls preload="none" src={src} className="h-9 w-full max-w-80" />
      ) : (
        <RemoteMedia src={src} name={name ?? messages.media[media]} isFile={media === 'file'} />
      )}
      {transcript && (
        <p className="text-muted">
          <Words text={transcript} />
        </p>
      )}
    </div>
  );
}

export function RemoteMedia({ src, name, isFile }: { src: string; name: string; isFile?: boolean }) {
  const href = safeLink(src);
  const Icon = isFile ? FileText : ImageOff;
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-md border bg-sunken px-2.5 py-1.5 text-xs align-middle">
      <Icon size={14} className="shrink-0 text-subtle" aria-hidden />
      <span className="min-w-0 truncate">
        <Words text={name || messages.image} />
        <span className="text-subtle"> · {href ? new URL(href).host : messages.notShown}</span>
      </span>
      {href && (
        <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className="inline-flex shrink-0 items-center gap-1 font-medium text-accent-fg hover:underline">
          {messages.open}
          <ExternalLink size={11} aria-hidden />
        </a>
      )}
    </span>
  );
}
