// Roles as people read them, in the order of their rank.

export const ROLES = [
  { id: 'owner', name: 'Owner', text: 'Everything. There is one.' },
  { id: 'admin', name: 'Admin', text: 'Everything but renaming the organisation.' },
  { id: 'member', name: 'Member', text: 'Daily work: runs, prompts, datasets, evaluations. No team, no secret keys.' },
  { id: 'viewer', name: 'Viewer', text: 'Reads runs, end users, datasets and evaluations.' },
  { id: 'collaborator', name: 'Collaborator', text: 'A viewer who also gives feedback and drafts prompts.' },
  { id: 'prompt_editor', name: 'Prompt editor', text: 'Prompts only.' },
  { id: 'billing', name: 'Billing', text: 'Invoices and the list of members.' },
  { id: 'analytics', name: 'Analytics viewer', text: 'Figures only.' },
] as const;

export function roleName(id: string): string {
  return ROLES.find((role) => role.id === id)?.name ?? id;
}
