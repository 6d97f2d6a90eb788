import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';

/** How people come in; until it is known, the usual way is shown. */
export function useDoor() {
  const { data } = useQuery({ queryKey: keys.door, queryFn: () => call(api.GET('/auth/door')) });
  return { isFirst: data?.firstAccount ?? false, canSignUp: data?.signUp ?? true, sendsMail: data?.sendsMail ?? true };
}
