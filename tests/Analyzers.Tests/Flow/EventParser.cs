using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Testing;

/// <summary>
/// The events of one body as text, separated by semicolons. Paths begin with <c>_</c> (a member of <c>this</c>), <c>S.</c> (static),
/// <c>$</c> (a captured local) or a parameter and a point, with the name of its body and a colon for a lambda inside; all other names are
/// slots; traits follow in braces: <c>_x{Volatile}</c>.
/// <code>
/// r = _n            r = test _n     r = content _n   r = receiver _n      a read, into a slot of its own
/// t = a, b          t = ()          new t            escape t             values
/// _n = t            _n = true       _n += t          store _d = t at k    writes; also insert remove takeout clear testset atomic exchange byref
/// await             await t         r = await t      yield                suspensions
/// hold _g           lock _g         share _g                              guards: surviving, of the thread, with others
/// t = wait _g       t = try _g      t = trywait _g   release _g   dispose t
/// t = call F(a, &amp;L, _o)            t = await call F(a)                   calls; &amp;L is a delegate
/// send _n   t = send _n   fill _n   giveback _n   answered _n             messages
/// enter L concurrent via Run under _g held f                              a lambda: called, immediate, deferred or concurrent
/// if t    if not t    if null t    if not null t    if any a, b           the condition, last in its block
/// </code>
/// </summary>
internal sealed partial class EventParser(BodyText bodies, string body, string[] parameters)
{
    private readonly Dictionary<string, int> _slots = new();
    private readonly ImmutableArray<AccessEvent>.Builder _events = ImmutableArray.CreateBuilder<AccessEvent>();

    /// <summary>The number of slots so far.</summary>
    public int SlotCount { get; private set; }

    /// <summary>The lambdas that were entered.</summary>
    public List<NestedBody> Nested { get; } = new();

    /// <summary>The slot of a name.</summary>
    public int Slot(string name) => _slots.TryGetValue(name, out var slot) ? slot : _slots[name] = SlotCount++;

    /// <summary>The events of a block, and its condition.</summary>
    public (ImmutableArray<AccessEvent> Events, BranchCondition? Condition) Parse(string block)
    {
        BranchCondition? condition = null;
        foreach (var text in BodyText.Words(block, ';'))
        {
            if (text.StartsWith("if ", StringComparison.Ordinal))
                condition = Condition(text);
            else
                Add(text, new Site(text));
        }

        var events = _events.ToImmutable();
        _events.Clear();
        return (events, condition);
    }

    /// <summary>The path that a text names; null where it is no path.</summary>
    public AccessPath? Path(string text)
    {
        var traits = LocationTraits.None;
        if (text.IndexOf('{') is > 0 and var brace)
        {
            traits = Enum.Parse<LocationTraits>(text[(brace + 1)..^1]);
            text = text[..brace];
        }

        var end = text.IndexOfAny(['.', '[']) is > 0 and var found ? found : text.Length;
        var (name, steps) = (text[..end], text[end..]);
        AccessPath? path = name switch
        {
            ['_', ..] => AccessPath.Of(PathRoot.This).Append(Step(name, traits)),
            ['$', ..] => AccessPath.Of(new PathRoot(RootKind.Local, bodies.Key(name), name, traits | LocationTraits.Captured)),
            "S" => AccessPath.Of(new PathRoot(RootKind.Static, "S", "S")),
            _ when name.Split(':') is [var owner, var outer] => AccessPath.Of(new PathRoot(RootKind.Parameter, BodyText.Key(owner, outer), outer)),
            _ when end < text.Length && parameters.Contains(name) => AccessPath.Of(new PathRoot(RootKind.Parameter, BodyText.Key(body, name), name)),
            _ => null,
        };
        foreach (var step in BodyText.Words(steps.Replace("[*]", ".[*]"), '.'))
            path = path?.Append(Step(step, traits));
        return path;
    }

    private static PathStep Step(string name, LocationTraits traits) => name == "[*]" ? PathStep.Element : new PathStep(name, name, traits);

    private BranchCondition Condition(string text)
    {
        var match = ConditionForm().Match(text);
        var from = Slots(match.Groups["slots"].Value);
        var test = match.Groups["null"].Success ? TestKind.IsNull : from.Length == 1 ? TestKind.IsTrue : TestKind.Other;
        return new BranchCondition(from, test == TestKind.IsTrue ? from[0] : -1, match.Groups["not"].Success, test, new Site(text));
    }

    private void Add(string text, Site site)
    {
        var match = Form().Match(text);
        if (!match.Success)
            throw new FormatException(text);
        var target = match.Groups["target"].Value;
        var verb = match.Groups["verb"].Value;
        var rest = match.Groups["rest"].Value;
        if (verb.Length == 0 && target.Length > 0)
            Assign(target, match.Groups["op"].Value, rest, site);
        else if (Enum.TryParse<WriteKind>(verb, ignoreCase: true, out var kind) || verb is "byref")
            Write(rest, verb == "byref" ? WriteKind.ByReference : kind, site);
        else
            Do(verb, target, rest, site);
    }

    private void Assign(string target, string op, string value, Site site)
    {
        if (Path(target) is not null)
            Write($"{target} = {value}", op == "+=" ? WriteKind.Update : WriteKind.Assign, site);
        else if (Path(value) is { } path)
            Read(target, path, ReadKind.Value, site);
        else
            _events.Add(new Let(Slot(target), Slots(value), site));
    }

    private void Read(string target, AccessPath path, ReadKind kind, Site site)
    {
        var read = SlotCount++;
        _events.Add(new Read(read, path, kind, site));
        _events.Add(new Let(Slot(target), [read], site));
    }

    private void Write(string text, WriteKind kind, Site site)
    {
        var match = WriteForm().Match(text);
        var constant = match.Groups["value"].Value switch
        {
            "null" => ConstantKind.Null,
            "true" => ConstantKind.True,
            "false" => ConstantKind.False,
            "const" => ConstantKind.Other,
            _ => ConstantKind.None,
        };
        var from = constant == ConstantKind.None ? Slots(match.Groups["value"].Value) : [];
        _events.Add(new Write(Path(match.Groups["path"].Value)!, from, Slots(match.Groups["at"].Value), kind, constant, site));
    }

    private void Do(string verb, string target, string rest, Site site)
    {
        var slot = target.Length > 0 ? Slot(target) : -1;
        switch (verb)
        {
            case "test" or "content" or "receiver":
                Read(target, Path(rest)!, Enum.Parse<ReadKind>(verb, ignoreCase: true), site);
                break;
            case "await" when rest.StartsWith("call ", StringComparison.Ordinal):
                var task = SlotCount++;
                Call(rest["call ".Length..], task, awaited: true, site);
                _events.Add(new Suspend(SuspendKind.Await, task, slot, site));
                break;
            case "await":
                _events.Add(new Suspend(SuspendKind.Await, rest.Length > 0 ? Slot(rest) : -1, slot, site));
                break;
            case "yield":
                _events.Add(new Suspend(SuspendKind.Yield, -1, -1, site));
                break;
            case "call":
                Call(rest, slot < 0 ? SlotCount++ : slot, awaited: false, site);
                break;
            case "release":
                _events.Add(new Release(Path(rest)!, site));
                break;
            case "dispose":
                _events.Add(new Disposed(Slots(rest), site));
                break;
            case "new":
                _events.Add(new New(Slot(rest), site));
                break;
            case "escape":
                _events.Add(new Escape(Slots(rest), site));
                break;
            case "enter":
                Enter(rest, site);
                break;
            case "send":
                _events.Add(new Sent([new HandedOver(Path(rest)!, -1, false, site)], slot, SendCertainty.Later, site));
                break;
            case "fill" or "giveback":
                _events.Add(new Change(Path(rest)!, verb == "fill" ? ChangeKind.Filled : ChangeKind.GivenBack, [], site));
                break;
            case "answered":
                _events.Add(new Answered(Path(rest)!, site));
                break;
            default:
                var mode = verb switch { "wait" => AcquireMode.WhenAwaited, "try" => AcquireMode.WhenTrue, "trywait" => AcquireMode.WhenAwaitedTrue, _ => AcquireMode.Now };
                var kind = verb switch { "lock" => LockKind.Thread, "share" => LockKind.Shared, _ => LockKind.Async };
                _events.Add(new Acquire(slot, Path(rest)!, kind, mode, site));
                break;
        }
    }

    private void Call(string text, int result, bool awaited, Site site)
    {
        var match = CallForm().Match(text);
        var name = match.Groups["name"].Value;
        var formal = bodies.ParametersOf(name);
        var arguments = BodyText.Words(match.Groups["arguments"].Value, ',').Select((a, i) => new CallArgument(
            i < formal.Length ? BodyText.Key(name, formal[i]) : $"{name}#{i}",
            Path(a) is not null || a[0] == '&' ? [] : Slots(a),
            Path(a),
            a[0] == '&' ? Callable(a[1..]) : null));
        _events.Add(new Call(Callable(name), result, arguments.ToImmutableArray(), awaited, site));
    }

    private object Callable(string name) => bodies.IsBody(name) ? bodies.Key(name) : BodyText.Key(body, name);

    private void Enter(string text, Site site)
    {
        var match = EnterForm().Match(text);
        var nested = new NestedBody
        {
            Body = bodies.Body(match.Groups["name"].Value),
            When = Enum.Parse<RunsWhen>(match.Groups["when"].Value, ignoreCase: true),
            Via = match.Groups["via"] is { Success: true, Value: var via } ? via : null,
            RunsUnder = match.Groups["under"] is { Success: true, Value: var guard } ? Path(guard) : null,
            HeldBy = match.Groups["held"] is { Success: true, Value: var local } ? BodyText.Key(body, local) : null,
        };
        Nested.Add(nested);
        _events.Add(new Enter(nested, site));
    }

    private ImmutableArray<int> Slots(string text) => BodyText.Words(text, ',').Where(s => s != "()").Select(Slot).ToImmutableArray();

    [GeneratedRegex(@"^if (?<not>not )?(?<null>null )?(any )?(?<slots>[\w, ]+)$")]
    private static partial Regex ConditionForm();

    [GeneratedRegex(@"^((?<target>\S+) (?<op>\+?=) )?((?<verb>test|content|receiver|await|yield|call|hold|lock|share|wait|trywait|try|release|dispose|new|escape|enter|send|fill|giveback|answered|store|insert|remove|takeout|clear|testset|atomic|exchange|byref)\b ?)?(?<rest>.*)$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^(?<path>\S+)( = (?<value>.*?))?( at (?<at>.*))?$")]
    private static partial Regex WriteForm();

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>[^)]*)\)$")]
    private static partial Regex CallForm();

    [GeneratedRegex(@"^(?<name>\w+) (?<when>\w+)( via (?<via>\S+))?( under (?<under>\S+))?( held (?<held>\w+))?$")]
    private static partial Regex EnterForm();
}
