using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// In which members guards are taken and given back in another way than the plain one: <c>await _gate.WaitAsync(); try { … } finally
/// { _gate.Release(); }</c>, and nothing inside that asks for a guard. Only of those the flow is wanted; nearly all code has the plain form.
/// </summary>
internal sealed partial class ProtocolOutline
{
    private readonly Dictionary<MemberOutline, List<Take>> _takes = new();
    private readonly Dictionary<MemberOutline, bool> _leads = new();
    private readonly IReadOnlyDictionary<string, List<MemberOutline>> _byName;
    private readonly Dictionary<string, HashSet<string>> _takenBy = new(StringComparer.Ordinal);

    /// <summary>The properties that take a guard.</summary>
    private readonly HashSet<string> _taking = new(StringComparer.Ordinal);

    private ProtocolOutline(IReadOnlyDictionary<string, List<MemberOutline>> byName) => _byName = byName;

    /// <summary>The members to look at; empty in nearly all types.</summary>
    /// <param name="members">The members of a type.</param>
    /// <param name="byName">The same by what they declare.</param>
    public static HashSet<MemberOutline> Members(IReadOnlyList<MemberOutline> members, IReadOnlyDictionary<string, List<MemberOutline>> byName)
    {
        var result = new HashSet<MemberOutline>();
        if (!members.Any(m => m.Takes || m.HasLockStatements))
            return result;
        var outline = new ProtocolOutline(byName);
        foreach (var member in members)
        {
            if (member.Takes || member.HasLockStatements)
                outline.Look(member);
        }

        outline.Odd(result);
        outline.Nested(result);
        outline.Handed(members, result);
        outline.Helped(members, result);

        // Who else takes or gives back the same guard says whose business it is.
        var guards = new HashSet<string>(result.Where(outline._takes.ContainsKey).SelectMany(m => outline._takes[m]).Select(t => t.Guard), StringComparer.Ordinal);
        guards.Remove("");
        foreach (var member in members)
        {
            if (guards.Count > 0 && (member.Takes || member.Gives) && member.MentionsAny(guards))
                result.Add(member);
        }

        return result;
    }

    /// <summary>The members in which a guard is asked for again, or two are nested both ways, with what they call.</summary>
    public static HashSet<MemberOutline> NestedIn(IReadOnlyList<MemberOutline> members, IReadOnlyDictionary<string, List<MemberOutline>> byName)
    {
        var outline = new ProtocolOutline(byName);
        foreach (var member in members)
        {
            if (member.Takes || member.HasLockStatements)
                outline.Look(member);
        }

        var result = new HashSet<MemberOutline>();
        outline.Nested(result);
        outline.Handed(members, result);
        return result;
    }

    private void Look(MemberOutline member)
    {
        var takes = new List<Take>();
        foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            if (node is LockStatementSyntax held)
                takes.Add(new Take(held, TypeSyntaxFacts.LastName(held.Expression) ?? "", held.Statement.Span, IsPlain: true));
            else if (node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var own } } locking && Locks.MayTake(own))
                takes.Add(TakeBy(locking, own, ""));
            else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call && Locks.MayTake(access.Name.Identifier.ValueText) && GuardOf(call, access) is { } guard)
                takes.Add(TakeBy(call, access.Name.Identifier.ValueText, guard));
        }

        if (takes.Count == 0)
            return;
        _takes.Add(member, takes);
        if (member.Node is PropertyDeclarationSyntax property)
            _taking.Add(property.Identifier.ValueText);
    }

    /// <summary>The last name of what is taken; null for a call that is something else.</summary>
    private static string? GuardOf(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        var receiver = TypeSyntaxFacts.LastName(access.Expression);
        if (receiver is "Monitor")
            return call.ArgumentList.Arguments.Count > 0 ? TypeSyntaxFacts.LastName(call.ArgumentList.Arguments[0].Expression) ?? "" : null;
        return receiver is "Task" or "ValueTask" ? null : receiver ?? "";
    }

    private static Take TakeBy(InvocationExpressionSyntax call, string name, string guard)
    {
        if (name.EndsWith("LockAsync", StringComparison.Ordinal) && !name.StartsWith("Enter", StringComparison.Ordinal))
        {
            var whole = Awaited(call);
            var resource = whole.Ancestors().FirstOrDefault(a => a is UsingStatementSyntax or LocalDeclarationStatementSyntax or StatementSyntax);
            var plain = whole is AwaitExpressionSyntax;
            return resource switch
            {
                UsingStatementSyntax use when !use.Statement.Span.Contains(call.Span) => new Take(call, guard, use.Statement.Span, plain),
                StatementSyntax { Parent: { } outside } statement => new Take(call, guard, TextSpan.FromBounds(statement.Span.End, outside.Span.End), plain || statement is not ExpressionStatementSyntax and not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }),
                _ => new Take(call, guard, default, plain),
            };
        }

        if (Awaited(call).Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } own)
        {
            var next = block.Statements.IndexOf(own) + 1;
            if (next < block.Statements.Count && block.Statements[next] is TryStatementSyntax { Finally: { } last } guarded)
                return new Take(call, guard, guarded.Span, last.Block.Statements.Any(s => GivesBack(s, guard)) && !IsTimed(call) && IsAwaitedWhereAsync(call, name));
        }

        var statementOf = call.FirstAncestorOrSelf<StatementSyntax>();
        return new Take(call, guard, statementOf?.Parent is { } around ? TextSpan.FromBounds(statementOf.Span.End, around.Span.End) : default, IsPlain: false);
    }

    private static bool IsAwaitedWhereAsync(InvocationExpressionSyntax call, string name) => name != "WaitAsync" || Awaited(call) is AwaitExpressionSyntax;

    private static ExpressionSyntax Awaited(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures, Parent: InvocationExpressionSyntax configured })
            whole = configured;
        return whole.Parent as AwaitExpressionSyntax ?? whole;
    }

    /// <summary>True for a statement that gives the guard back once: <c>_gate.Release();</c>, <c>Monitor.Exit(_gate);</c>.</summary>
    public static bool GivesBack(StatementSyntax statement, string guard) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call } && Locks.IsGivingName(access.Name.Identifier.ValueText)
        && (TypeSyntaxFacts.LastName(access.Expression) == guard ? call.ArgumentList.Arguments.Count == 0 : call.ArgumentList.Arguments.Any(a => TypeSyntaxFacts.LastName(a.Expression) == guard));

    /// <summary>True where the call gives up after a time, as far as its words tell.</summary>
    public static bool IsTimed(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count > 1 || call.ArgumentList.Arguments.Any(a => a.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || a.Expression.ToString() is var text && (text.Contains("imeout") || text.StartsWith("TimeSpan", StringComparison.Ordinal) || text.StartsWith("Timeout", StringComparison.Ordinal)));

    /// <summary>The members that take or give back in another way, or that keep a lock of the thread while they wait.</summary>
    private void Odd(HashSet<MemberOutline> result)
    {
        foreach (var entry in _takes)
        {
            var gives = entry.Key.Node.DescendantNodes().Count(n => n is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && Locks.IsGivingName(access.Name.Identifier.ValueText));
            var plain = entry.Value.Where(t => t is { IsPlain: true, Node: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } && !name.EndsWith("LockAsync", StringComparison.Ordinal)).ToList();
            if (entry.Value.Any(t => !t.IsPlain) || gives != plain.Count || (entry.Key.Waits && plain.Any(t => IsOfThread(t.Node))))
                result.UnionWith(Reached(entry.Key));
        }
    }

    private static bool IsOfThread(SyntaxNode take) =>
        take is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && Locks.IsTakingByThread(name);

    /// <summary>The members that take by the help of another one, which leaves giving back to them: they name no guard themselves.</summary>
    private void Helped(IReadOnlyList<MemberOutline> members, HashSet<MemberOutline> result)
    {
        var helpers = new HashSet<string>(_takes.Keys.Where(m => m.Takes && !m.Gives && !m.HasLockStatements && m.Node is MethodDeclarationSyntax method && !method.Modifiers.Any(SyntaxKind.PublicKeyword)).SelectMany(m => m.Names), StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (helpers.Count > 0 && member.MentionsAny(helpers))
                result.UnionWith(Reached(member));
        }
    }

    /// <summary>The members that ask for a guard while they hold the same one, or for two in an order that another member turns round.</summary>
    private void Nested(HashSet<MemberOutline> result)
    {
        var orders = new Dictionary<(string Outer, string Inner), List<MemberOutline>>();
        foreach (var entry in _takes)
        {
            foreach (var take in entry.Value)
            {
                foreach (var inner in Inside(entry.Key, take))
                {
                    if (inner == take.Guard && take.Node is not LockStatementSyntax)
                        result.UnionWith(Reached(entry.Key).Concat(entry.Key.Mentions.Keys.SelectMany(Starters).SelectMany(Reached)));
                    else if (orders.TryGetValue((take.Guard, inner), out var known))
                        known.Add(entry.Key);
                    else
                        orders.Add((take.Guard, inner), new List<MemberOutline> { entry.Key });
                }
            }
        }

        foreach (var order in orders)
        {
            if (order.Key.Outer.Length > 0 && orders.ContainsKey((order.Key.Inner, order.Key.Outer)))
                result.UnionWith(order.Value.SelectMany(Reached));
        }
    }

    /// <summary>The guards that are asked for in the stretch, by itself or by what it calls.</summary>
    private IEnumerable<string> Inside(MemberOutline member, Take take)
    {
        foreach (var other in _takes[member])
        {
            if (!ReferenceEquals(other, take) && take.Span.Contains(other.Node.Span))
                yield return other.Guard;
        }

        foreach (var node in member.Node.DescendantNodes(take.Span))
        {
            if (node is AwaitExpressionSyntax && take.Span.Contains(node.Span) && TaskWaits.AwaitedName(node) is { } field)
            {
                foreach (var guard in Starters(field).SelectMany(s => s.Mentions.Keys).Where(_byName.ContainsKey).SelectMany(n => TakenBy(n, _byName[n])))
                    yield return guard;
            }

            // A call, a method that is handed to a call, or a property that asks for a guard when it is read.
            var target = node switch
            {
                InvocationExpressionSyntax call => call.Expression,
                ArgumentSyntax argument => argument.Expression,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own when _taking.Contains(own.Name.Identifier.ValueText) => own,
                IdentifierNameSyntax { Parent: not MemberAccessExpressionSyntax } own when _taking.Contains(own.Identifier.ValueText) => own,
                IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } own when access.Expression == own && _taking.Contains(own.Identifier.ValueText) => own,
                _ => null,
            };
            if (target is null || !take.Span.Contains(node.Span) || OwnName(target) is not { } name)
                continue;
            foreach (var inner in _takes[member])
            {
                if (inner.Function == name && !ReferenceEquals(inner, take))
                    yield return inner.Guard;
            }

            if (!_byName.TryGetValue(name, out var named))
                continue;
            foreach (var guard in TakenBy(name, named))
                yield return guard;
        }
    }

    /// <summary>The members that put something into the field, other than null; none for a local.</summary>
    private IEnumerable<MemberOutline> Starters(string field) =>
        _byName.TryGetValue(field, out var named) && named.Any(m => m.Node is FieldDeclarationSyntax or PropertyDeclarationSyntax) ? _byName.Values.SelectMany(m => m).Distinct().Where(m => m.Assigned.Contains(field)) : Array.Empty<MemberOutline>();

    private static string? OwnName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax own => own.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own => own.Name.Identifier.ValueText,
        GenericNameSyntax own => own.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The guards that a call of the name asks for, itself or through others.</summary>
    private HashSet<string> TakenBy(string name, List<MemberOutline> named)
    {
        if (!_takenBy.TryGetValue(name, out var known))
            _takenBy.Add(name, known = new HashSet<string>(named.SelectMany(Reached).Where(_takes.ContainsKey).SelectMany(m => _takes[m]).Select(t => t.Guard), StringComparer.Ordinal));
        return known;
    }

    /// <summary>A place where something is taken.</summary>
    /// <param name="Node">The call or statement.</param>
    /// <param name="Guard">The last name of what is taken; empty where it has none.</param>
    /// <param name="Span">The stretch in which it is held, as far as braces tell.</param>
    /// <param name="IsPlain">True for the plain form.</param>
    private sealed record Take(SyntaxNode Node, string Guard, TextSpan Span, bool IsPlain)
    {
        /// <summary>The local function, or the local with the lambda, in which it stands; null where the member takes it itself.</summary>
        public string? Function { get; } = GuardPlaces.Function(Node) switch
        {
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            AnonymousFunctionExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } } => local.Identifier.ValueText,
            _ => null,
        };
    }
}
