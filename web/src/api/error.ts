/** Every way in which a request can fail: what the server said, or that it could not be reached (status 0). */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** The kind of refusal, such as `Not Found`. */
    readonly title: string,
    message: string,
  ) {
    super(message);
  }

  /** The same as it was before: a server that is away or busy may be back. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** Whatever was thrown, as one kind of error. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof TypeError) return new ApiError(0, 'No answer', 'The server cannot be reached from this browser.');
  return new ApiError(0, 'Error', thrown instanceof Error ? thrown.message : String(thrown));
}

export async function errorOf(response: Response, body?: unknown): Promise<ApiError> {
  const said = body ?? (await response.json().catch(() => null));
  const { error, message } = (typeof said === 'object' && said !== null ? said : {}) as { error?: string; message?: string };
  return new ApiError(response.status, error ?? response.statusText, message ?? `The server answered ${response.status}.`);
}
