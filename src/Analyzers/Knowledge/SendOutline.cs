using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// From the syntax alone: the members that call something by the name of a sender, or give something out with <c>yield return</c>, and
/// change what they name there later, or in the next turn of a loop. All others cannot change what they have sent.
/// </summary>
internal static partial class SendOutline
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_sends = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();
    private static readonly string[] s_arguments = { "(", "<" };

    /// <summary>True where the words of the file let a member of it send anything.</summary>
    public static bool MayBeIn(SyntaxTree tree, NameList listed)
    {
        if (ReferenceEquals(s_sends.GetValue(tree, static t => Calls(t) ? s_yes : s_no), s_yes))
            return true;
        return !listed.IsEmpty && (listed.LastNames.Contains("*") || listed.LastNames.Any(NameIndex.Of(tree).MayContain));
    }

    /// <summary>True where the text has the call of a sender, or gives something out: a name alone may be that of a table or a property.</summary>
    private static bool Calls(SyntaxTree tree)
    {
        var index = NameIndex.Of(tree);
        if (index.MayContain("yield") && TextSearch.Contains(tree.GetText(), "yield return"))
            return true;
        foreach (var method in Senders.Methods)
        {
            if (index.MayContain(method) && Senders.MayBeNamed(method, index.MayContain) && TextSearch.Contains(tree.GetText(), "." + method, s_arguments))
                return true;
        }

        return false;
    }

    /// <summary>The members to look into: those that send and change, and those that change a field which a member that they call sends.</summary>
    public static IEnumerable<MemberOutline> Members(IReadOnlyList<MemberOutline> members, NameList listed, Forwarders? forwarders = null)
    {
        List<(string Method, int At)>? helpers = null;
        foreach (var member in members)
        {
            if (member.Node is BaseFieldDeclarationSyntax)
                continue;
            var sends = Sends(member, listed).Concat(Sends(member, forwarders)).ToList();
            if (sends.Count == 0)
                continue;
            if (GoesToSeveral(member, sends))
                yield return member;
            var callers = members.Where(m => m != member && m.MayCall(member)).ToList();
            foreach (var (place, message) in sends)
            {
                var names = NamesIn(message, member.Node);
                if (names.Count == 0)
                    continue;
                AddHelpers(member, place, names, ref helpers);
                if (IsChangedAfter(place, names, member.Node) || IsKept(names, member, members, callers))
                    yield return member;
                foreach (var found in AroundField(member, names, members, callers))
                    yield return found;
            }
        }

        // What a member sends of its parameters, its callers send: as many calls deep as are substituted anyway.
        for (var depth = 0; depth < MaxHelpers && helpers is not null; depth++)
        {
            List<(string Method, int At)>? outer = null;
            foreach (var member in members)
            {
                if (member.Node is BaseFieldDeclarationSyntax || !helpers.Any(h => member.Mentions.ContainsKey(h.Method)))
                    continue;
                foreach (var (place, message) in Sends(member, helpers))
                {
                    var names = NamesIn(message, member.Node);
                    AddHelpers(member, place, names, ref outer);
                    if (names.Count > 0 && (IsChangedAfter(place, names, member.Node) || members.Any(m => m != member && member.MayCall(m) && Changes(m, names))))
                        yield return member;
                }
            }

            helpers = outer;
        }
    }

    private const int MaxHelpers = 2;

    /// <summary>True where the member may change, fill or give back what it knows by one of the names too.</summary>
    private static bool Changes(MemberOutline member, HashSet<string> names) =>
        member.MentionsAny(names)
        && (names.Any(member.Changed.Contains) || member.ChangedInPlace.Any(names.Contains) || names.Any(n => member.Mentions.ContainsKey(n) && NameIndex.In(member.Node, n).Any(MayChange)));

    /// <summary>The parameters that the member, or the local function around the send, sends.</summary>
    private static void AddHelpers(MemberOutline member, SyntaxNode place, HashSet<string> names, ref List<(string Method, int At)>? helpers)
    {
        var (method, parameters) = CallShape.FunctionOf(place) switch
        {
            LocalFunctionStatementSyntax local => (local.Identifier.ValueText, local.ParameterList.Parameters),
            _ when member.Node is MethodDeclarationSyntax declared => (declared.Identifier.ValueText, declared.ParameterList.Parameters),
            _ => default,
        };
        for (var i = 0; i < parameters.Count; i++)
        {
            if (names.Contains(parameters[i].Identifier.ValueText))
                (helpers ??= new()).Add((method, i));
        }
    }

    /// <summary>The calls of members that send what they are given, and what they are given.</summary>
    private static IEnumerable<(SyntaxNode Place, ExpressionSyntax Message)> Sends(MemberOutline member, List<(string Method, int At)> helpers)
    {
        foreach (var call in member.Node.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var name = call.Expression switch
            {
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
                _ => null,
            };
            if (name is null)
                continue;
            foreach (var (method, at) in helpers)
            {
                if (method == name && at < call.ArgumentList.Arguments.Count)
                    yield return (call, call.ArgumentList.Arguments[at].Expression);
            }
        }
    }

    /// <summary>The calls of methods of other types that may send what they are given.</summary>
    private static IEnumerable<(SyntaxNode Place, ExpressionSyntax Message)> Sends(MemberOutline member, Forwarders? forwarders)
    {
        if (forwarders is not { IsEmpty: false } || !member.Mentions.Keys.Any(forwarders.MayBeNamed))
            yield break;
        foreach (var call in member.Node.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not SimpleNameSyntax && TypeSyntaxFacts.LastName(call.Expression) is { } name && forwarders.MayBeNamed(name))
            {
                foreach (var argument in call.ArgumentList.Arguments)
                    yield return (call, argument.Expression);
            }
        }
    }

    private static IEnumerable<(SyntaxNode Place, ExpressionSyntax Message)> Sends(MemberOutline member, NameList listed)
    {
        NameIndex? index = null;
        foreach (var node in member.MaySend)
        {
            switch (node)
            {
                case YieldStatementSyntax { Expression: { } given }:
                    yield return (node, given);
                    break;
                case InvocationExpressionSyntax call when TypeSyntaxFacts.LastName(call.Expression) is { } name && Senders.MayBeNamed(name, (index ??= NameIndex.Of(node.SyntaxTree)).MayContain):
                    foreach (var argument in call.ArgumentList.Arguments)
                        yield return (call, argument.Expression);
                    break;
            }
        }

        if (listed.IsEmpty)
            yield break;
        foreach (var call in member.Node.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.ArgumentList.Arguments.Count > 0 && TypeSyntaxFacts.LastName(call.Expression) is { } name && (listed.LastNames.Contains(name) || listed.LastNames.Contains("*")))
                yield return (call, call.ArgumentList.Arguments[0].Expression);
        }
    }

    /// <summary>True where one name is sent by two calls, in a loop over receivers, or also stands in a lambda.</summary>
    private static bool GoesToSeveral(MemberOutline member, List<(SyntaxNode Place, ExpressionSyntax Message)> sends)
    {
        foreach (var (place, message) in sends)
        {
            if (message is not IdentifierNameSyntax { Identifier.ValueText: var name } || place is not InvocationExpressionSyntax { Expression: var called })
                continue;
            if (sends.Any(s => s.Place != place && s.Place is InvocationExpressionSyntax && s.Message is IdentifierNameSyntax other && other.Identifier.ValueText == name))
                return true;
            if (place.Ancestors().OfType<ForEachStatementSyntax>().Any(l => called.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == l.Identifier.ValueText) && l.Identifier.ValueText != name))
                return true;
            if (member.Node.DescendantNodes().Any(n => n is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax } && !n.Span.Contains(place.Span) && n.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == name)))
                return true;
        }

        return false;
    }

    /// <summary>The simple names of the expression, and of what its locals were made from.</summary>
    private static HashSet<string> NamesIn(ExpressionSyntax message, SyntaxNode member)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<SyntaxNode>();
        open.Push(message);
        while (open.Count > 0 && names.Count < 40)
        {
            foreach (var name in open.Pop().DescendantNodesAndSelf(static n => n is not (AnonymousFunctionExpressionSyntax or TypeArgumentListSyntax)).OfType<IdentifierNameSyntax>())
            {
                if (name.Parent is ObjectCreationExpressionSyntax or NameColonSyntax || !names.Add(name.Identifier.ValueText))
                    continue;
                foreach (var token in NameIndex.TokensIn(member, name.Identifier.ValueText))
                {
                    if (token.Parent is VariableDeclaratorSyntax { Initializer: { } initializer })
                        open.Push(initializer.Value);
                    else if (token.Parent is IdentifierNameSyntax place && OtherName(place) is { } other)
                        names.Add(other);
                }
            }
        }

        return names;
    }

    /// <summary>The local or field that gets what stands there, or a member of it: one more name for the message, or for a part of it.</summary>
    private static string? OtherName(IdentifierNameSyntax name)
    {
        ExpressionSyntax value = name;
        while (value.Parent is MemberAccessExpressionSyntax access && access.Expression == value)
            value = access;
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == value => TypeSyntaxFacts.LastName(assignment.Left),
            _ => null,
        };
    }

    private static bool IsChangedAfter(SyntaxNode send, HashSet<string> names, SyntaxNode member)
    {
        foreach (var token in names.SelectMany(n => NameIndex.TokensIn(member, n)))
        {
            switch (token.Parent)
            {
                case IdentifierNameSyntax name when !send.Span.Contains(name.Span) && (name.SpanStart > send.Span.End || SharesLoop(name, send)) && MayChange(name):
                // What a using declaration disposes of is gone at the end.
                case VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or UsingStatementSyntax }:
                    return true;
            }
        }

        return false;
    }

    /// <summary>True where a loop leads from the send back to the name.</summary>
    private static bool SharesLoop(SyntaxNode name, SyntaxNode send) =>
        name.Ancestors().Any(a => a is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or GlobalStatementSyntax && a.Span.Contains(send.Span));

    /// <summary>True where the object may be changed there: a member or element of it is set, it is passed on, or a method of it is called that may.</summary>
    private static bool MayChange(IdentifierNameSyntax name)
    {
        ExpressionSyntax value = name;
        var member = "";
        while (true)
        {
            switch (value.Parent)
            {
                case MemberAccessExpressionSyntax access:
                    member = access.Expression == value ? access.Name.Identifier.ValueText : "";
                    value = access;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == value:
                    (value, member) = (element, "[]");
                    continue;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax or CastExpressionSyntax:
                    value = (ExpressionSyntax)value.Parent;
                    continue;
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == value:
                    return true;
                case AssignmentExpressionSyntax assignment:
                    return assignment.Left == value && member.Length > 0;
                case PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax:
                    return member.Length > 0 && value.Parent.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression;
                case InvocationExpressionSyntax call:
                    if (Mutators.Contains(member) || Fillers.MayBeNamed(member))
                        return true;
                    value = call;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax passedTo } argument:
                    if (!argument.RefKindKeyword.IsKind(SyntaxKind.None) || passedTo.Expression is SimpleNameSyntax || (TypeSyntaxFacts.LastName(passedTo.Expression) is { } filler && Fillers.MayBeNamed(filler)))
                        return true;
                    if (passedTo.Expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
                        return true;
                    value = passedTo;
                    continue;
                default:
                    return false;
            }
        }
    }
}
