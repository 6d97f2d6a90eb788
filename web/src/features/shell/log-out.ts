import { api } from '@/api/client';
import { forgetSession } from '@/api/session';

/** Ends the session here and on the server; here also when the server cannot be reached. */
export async function logOut(): Promise<void> {
  await api.POST('/auth/logout').catch(() => undefined);
  forgetSession();
  location.assign(new URL('login', document.baseURI));
}
