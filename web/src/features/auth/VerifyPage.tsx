import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, call } from '@/api/client';
import { type ApiError, asApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { buttonClass } from '@/components/ui/button';
import { auth } from '@/texts/auth';
import { DoorHead } from './parts';

/** The server only says that the token is none. */
function wordsOf({ status, message }: ApiError): string {
  return status === 401 || status === 403 ? auth.verifyBadLink : message;
}

const route = getRouteApi('/door/verify-email');

/** The link of a mail leads here: the page proves the address by itself. */
export default function VerifyPage() {
  const { token = '' } = route.useSearch();
  const proof = useQuery({
    queryKey: ['verify', token],
    queryFn: async () => {
      const said = await call(api.GET('/v1/users/verify-email', { params: { query: { token } }, headers: { accept: 'application/json' } }));
      await queryClient.invalidateQueries({ queryKey: keys.me });
      return said;
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <>
      <div role="status">
        {proof.isPending && <DoorHead title={auth.verifying} />}
        {proof.isSuccess && <DoorHead title={auth.verifiedTitle} />}
        {proof.isError && <DoorHead title={auth.verifyFailed}>{wordsOf(asApiError(proof.error))}</DoorHead>}
      </div>
      {!proof.isPending && (
        <Link to="/" className={buttonClass('primary', 'md', 'w-full')}>
          {auth.toDashboard}
        </Link>
      )}
    </>
  );
}
