// The API as the specs use it to make what a page is to show.

export interface Account {
  token: string;
  email: string;
  name: string;
  password: string;
}

export interface Project {
  id: string;
  name: string;
  publicApiKey: string;
  privateApiKey: string;
}

type NewAccount = Omit<Account, 'token'>;

let made = 0;

/** An address that no other test has. */
export function freshEmail(name: string): string {
  made += 1;
  return `${name}-${process.pid}-${Date.now().toString(36)}-${made}@example.org`;
}

export class Api {
  constructor(readonly url: string) {}

  async send<T>(method: string, path: string, token?: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const response = await fetch(this.url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  async signUp(person: NewAccount): Promise<Account> {
    const { token } = await this.send<{ token: string }>('POST', '/auth/signup', undefined, { signupMethod: 'signup', ...person });
    return { ...person, token };
  }

  async logIn(person: NewAccount): Promise<Account> {
    const { token } = await this.send<{ token: string }>('POST', '/auth/login', undefined, { email: person.email, password: person.password });
    return { ...person, token };
  }

  async projects(account: Account): Promise<Project[]> {
    return this.send('GET', '/v1/projects', account.token);
  }

  async invite(owner: Account, email: string, role: string): Promise<string> {
    const projects = await this.projects(owner);
    const body = { email, role, projects: projects.map((project) => project.id) };
    return (await this.send<{ token: string }>('POST', '/v1/users/invitation', owner.token, body)).token;
  }

  /** Somebody who joined the organisation of `owner`. */
  async join(owner: Account, name: string, role: string): Promise<Account> {
    const person = { name, email: freshEmail(role), password: 'correct horse' };
    const token = await this.invite(owner, person.email, role);
    const { authToken } = await this.send<{ authToken: string }>('POST', '/auth/signup', undefined, { signupMethod: 'join', token, ...person });
    return { ...person, token: authToken };
  }

  async ingest(key: string, events: unknown[]): Promise<void> {
    await this.send('POST', '/v1/runs/ingest', key, { events });
  }
}
