export const sharing = {
  title: (name: string) => `Share ${name}`,
  text: 'Whoever has the link reads this one run, without an account, until you end it. Not the steps below it, and nothing else of the project.',
  includes: ['What went in and what came out, in full', 'Name, model, parameters, tags and metadata', 'Error and stack trace, if it failed', 'Tokens, cost and times', 'The id of the end user, but nothing else that is known of them'],
  make: 'Make a link',
  link: 'The link',
  copy: 'Copy',
  end: 'End all links',
  ended: 'The links to this run have ended',
  endFailed: 'The links could not be ended',
};
