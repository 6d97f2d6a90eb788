import { OptionList } from '@/components/ui/combobox';
import { logs } from '@/texts/logs';
import { type FieldKind, fieldOf } from './fields';

/** What can be filtered by. */
export default function FieldList({ fields, onField }: { fields: FieldKind[]; onField: (field: FieldKind) => void }) {
  const choose = (id: string): void => {
    const field = fieldOf(id);
    if (field) onField(field);
  };
  return <OptionList label={logs.addFilter} options={fields.map(({ id, label }) => ({ value: id, label }))} chosen={[]} onToggle={choose} />;
}
