import { QueryClient } from '@tanstack/react-query';
import { asApiError } from './error';

/** Asks again only where the answer may be another: an answer of 4xx stands. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && asApiError(error).isPassing,
      refetchOnWindowFocus: false,
    },
  },
});
