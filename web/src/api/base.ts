// Where the server is: below the `base` that it wrote into the page, which is not always `/`.

/** Such as `/` or `/perilune/`. */
export const basePath = typeof document === 'undefined' ? '/' : new URL(document.baseURI).pathname;

/** The address of the server as this browser sees it, without a slash at the end. */
export const serverUrl = typeof location === 'undefined' ? '' : (location.origin + basePath).replace(/\/$/, '');
