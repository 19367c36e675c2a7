import { useEffect, useRef, type RefObject } from 'react';
import { MAX_TEXT, type Drawing } from './drawing.ts';
import { endTyping } from './drawings-store.ts';
import type { DrawingsPrimitive } from './drawings-primitive.ts';

interface TextEditorProps {
  drawing: Drawing;
  primitive: RefObject<DrawingsPrimitive | null>;
}

/** The words of a text drawing, typed at its place: Enter keeps them, Shift+Enter is a new line, Escape leaves them. */
export function TextEditor({ drawing, primitive }: TextEditorProps) {
  const anchor = drawing.anchors[0]!;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const at = primitive.current?.frame()?.at(anchor);
    if (at) Object.assign(field.current!.style, { left: `${at.x}px`, top: `${at.y}px` });
  }, [primitive, anchor]);
  useEffect(() => {
    field.current!.focus();
    field.current!.select();
  }, []);
  return (
    <textarea
      ref={field}
      className="drawing-words"
      aria-label="Text of the drawing"
      defaultValue={drawing.text}
      maxLength={MAX_TEXT}
      rows={2}
      onBlur={(event) => endTyping(drawing.id, event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = drawing.text;
        if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) {
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.blur();
        }
      }}
    />
  );
}
