using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Prints a lowered body, one line per block, for tests and for looking at what the flow sees.</summary>
internal sealed class EventText
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<int, string> _names = new();
    private readonly Dictionary<char, int> _counts = new();
    private readonly Dictionary<int, int> _numbers = new();
    private readonly List<int> _order = new();

    private EventText()
    {
    }

    /// <summary>The text of the body and of the bodies inside it; blocks without events that only lead on are left out.</summary>
    public static string Of(LoweredBody body)
    {
        var printer = new EventText();
        printer.Print(body, "");
        return printer._text.ToString().TrimEnd();
    }

    private void Print(LoweredBody body, string indent)
    {
        foreach (var (key, slot) in body.Parameters)
            _names[slot] = key is ISymbol symbol ? symbol.Name : "p" + slot.ToString(CultureInfo.InvariantCulture);
        if (body.ReturnSlot >= 0)
            _names[body.ReturnSlot] = "return";
        Number(body);
        foreach (var block in _order)
            Print(body, block, indent);
    }

    /// <summary>Numbers the blocks that say something, nearest to the entry first; the others are skipped on the way.</summary>
    private void Number(LoweredBody body)
    {
        for (var i = 0; i < body.Blocks.Length; i++)
            _numbers[i] = i == body.Exit ? 0 : -1;
        var pending = new Queue<int>();
        var seen = new HashSet<int>();
        Visit(0);
        while (pending.Count > 0)
        {
            var block = body.Blocks[pending.Dequeue()];
            Visit(block.WhenTrue);
            Visit(block.WhenFalse);
            foreach (var handler in block.Handlers)
                Visit(handler);
            foreach (var handler in block.Rethrows)
                Visit(handler);
        }

        void Visit(int block)
        {
            while (block >= 0 && block != body.Exit && IsPassedThrough(body.Blocks[block]) && seen.Add(block))
                block = body.Blocks[block].WhenTrue;
            if (block < 0 || block == body.Exit || !seen.Add(block))
                return;
            _order.Add(block);
            _numbers[block] = _order.Count;
            pending.Enqueue(block);
        }
    }

    private static bool IsPassedThrough(LoweredBlock block) => block.Events.IsEmpty && block.Condition is null && block.Rethrows.IsEmpty;

    private string Target(LoweredBody body, int block)
    {
        for (var hops = 0; block >= 0 && _numbers[block] < 0 && hops < body.Blocks.Length; hops++)
            block = body.Blocks[block].WhenTrue;
        return block < 0 ? "end" : block == body.Exit ? "exit" : "B" + _numbers[block].ToString(CultureInfo.InvariantCulture);
    }

    private void Print(LoweredBody body, int index, string indent)
    {
        var block = body.Blocks[index];
        _text.Append(indent).Append('B').Append(_numbers[index]).Append(": ");
        _text.Append(string.Join("; ", block.Events.Select(Text)));
        if (!block.Events.IsEmpty)
            _text.Append(' ');
        if (block.Condition is { } condition)
            _text.Append("if ").Append(Text(condition)).Append(" -> ").Append(Target(body, block.WhenTrue)).Append(" else ").Append(Target(body, block.WhenFalse));
        else
            _text.Append("-> ").Append(Target(body, block.WhenTrue));
        Append(" throws ", body, block.Handlers);
        Append(" rethrows ", body, block.Rethrows);
        _text.Append('\n');
        foreach (var enter in block.Events.OfType<Enter>())
            PrintNested(enter.Body, indent + "  ");
    }

    private void Append(string word, LoweredBody body, ImmutableArray<int> handlers)
    {
        var targets = handlers.Select(h => Target(body, h)).Where(t => t != "end").ToArray();
        if (targets.Length > 0)
            _text.Append(word).Append(string.Join(",", targets));
    }

    private void PrintNested(NestedBody nested, string indent)
    {
        var inner = new EventText();
        inner.Print(nested.Body, indent);
        _text.Append(inner._text);
    }

    private string Text(BranchCondition condition) =>
        (condition.Negated ? "not " : "") + condition.Test switch
        {
            TestKind.IsNull => "null " + Set(condition.From),
            TestKind.IsTrue => Name(condition.Decider),
            _ => Set(condition.From),
        };

    private string Text(AccessEvent happening) => happening switch
    {
        Read read => "read " + Name(read.Slot, 'r') + " " + read.Path + (read.Kind == ReadKind.Value ? "" : " as " + Word(read.Kind)),
        Write write => "write " + write.Path + " <- " + Set(write.From) + (write.Where.IsEmpty ? "" : " at " + Set(write.Where))
            + (write.Kind == WriteKind.Assign ? "" : " as " + Word(write.Kind)) + (write.Constant == ConstantKind.None ? "" : " const " + Word(write.Constant)),
        Let let => Named(let) + " <- " + Set(let.From),
        Suspend suspend => "suspend" + (suspend.Kind == SuspendKind.Await ? "" : " " + Word(suspend.Kind)) + (suspend.Of < 0 ? "" : " " + Name(suspend.Of)) + (suspend.Result < 0 ? "" : " = " + Name(suspend.Result, 'w')),
        Acquire acquire => "acquire " + Name(acquire.Slot, 'a') + " " + acquire.Lock + " " + Word(acquire.Kind) + " " + Word(acquire.Mode),
        Release release => "release " + release.Lock,
        Advance advance => "advance " + Set(advance.Of),
        Use use => "use " + Word(use.Kind) + " " + use.Object + (use.Lane.Length == 0 ? "" : " to " + use.Lane) + (use.Tasks.IsEmpty ? "" : " " + Set(use.Tasks)),
        Disposed disposed => "dispose " + Set(disposed.Of),
        Call call => (call.Awaited ? "await-call " : "call ") + (call.Target is ISymbol target ? target.Name : call.Target.ToString()) + "(" + string.Join(", ", call.Arguments.Select(Text)) + ")" + (call.Result < 0 ? "" : " = " + Name(call.Result, 'c')),
        Sent sent => "sent " + string.Join(", ", sent.What.Select(w => w.Object + (w.ByHolder ? " by " + Name(w.Holder) : ""))) + (sent.Certainty == SendCertainty.Later ? "" : " " + Word(sent.Certainty)) + (sent.Answer < 0 ? "" : " = " + Name(sent.Answer, 's')),
        Change change => "change " + change.Object + " " + Word(change.Kind),
        Answered answered => "answered " + answered.Object,
        New made => "new " + Name(made.Slot),
        Escape escape => "escape " + Set(escape.What),
        Kept kept => "keep " + Name(kept.Slot) + " " + kept.Of,
        KeptUse used => "use " + Name(used.Slot) + " of " + used.Of,
        Enter enter => "enter " + Word(enter.Body.When) + (enter.Body.Via is null ? "" : " via " + enter.Body.Via) + (enter.Body.RunsUnder is null ? "" : " under " + enter.Body.RunsUnder) + (enter.Body.HeldBy is ISymbol holder ? " held by " + holder.Name : ""),
        _ => "?",
    };

    private string Text(CallArgument argument) =>
        Set(argument.Value) + (argument.Path is null ? "" : " " + argument.Path) + (argument.Delegate is ISymbol body ? " runs " + (body.Name.Length == 0 ? "lambda" : body.Name) : "");

    private string Named(Let let)
    {
        if (!_names.ContainsKey(let.Slot))
        {
            var name = let.Site.Node switch
            {
                VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText,
                SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left } => left.Identifier.ValueText,
                DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax designation } => designation.Identifier.ValueText,
                RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax designation } => designation.Identifier.ValueText,
                _ => null,
            };
            if (name is not null && !_names.ContainsValue(name))
                _names[let.Slot] = name;
        }

        return Name(let.Slot);
    }

    private string Set(ImmutableArray<int> slots) => "{" + string.Join(", ", slots.Select(s => Name(s)).OrderBy(n => n, StringComparer.Ordinal)) + "}";

    private string Name(int slot, char kind = 'v')
    {
        if (!_names.TryGetValue(slot, out var name))
        {
            _counts.TryGetValue(kind, out var count);
            _counts[kind] = ++count;
            _names[slot] = name = kind + count.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
