import { useLocation, useNavigate } from '@tanstack/react-router';
import { inProject } from './navigation';

/** Shows the present page in another project. */
export function useGoToProject(): (id: string) => void {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  return (id) => void navigate(inProject(id, pathname, search as Record<string, string | undefined>) as never);
}
