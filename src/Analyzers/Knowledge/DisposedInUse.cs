using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Objects that a type disposes without the semaphore under which it awaits their work elsewhere: whoever holds it may be in the middle of
/// that. Only where every such work is under the semaphore, and where the disposal neither takes it nor ends the work first.
/// </summary>
internal static class DisposedInUse
{
    /// <summary>The objects of a type.</summary>
    public static IEnumerable<EarlyDisposal> In(IReadOnlyList<MemberOutline> members)
    {
        if (!members.Any(m => m.Takes && m.Gives && m.Waits))
            return Enumerable.Empty<EarlyDisposal>();
        return members.Where(m => IsDisposal(m.Node) && !m.Takes && !EndsWork(m, members)).SelectMany(m => In(m, members));
    }

    private static IEnumerable<EarlyDisposal> In(MemberOutline disposal, IReadOnlyList<MemberOutline> members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in disposal.Node.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Disposed(call) is not { } name || !seen.Add(name) || FirstWork(name, members) is not { } work)
                continue;
            yield return new EarlyDisposal(name, work.Guard, call, work.Node, ((MethodDeclarationSyntax)work.In.Node).Identifier.ValueText);
        }
    }

    private static bool IsDisposal(SyntaxNode member) => member is MethodDeclarationSyntax { Identifier.ValueText: var name } && Disposals.Declares(name);

    /// <summary>True where the member, or one that it calls, takes something, cancels, stops or waits for the work: then nobody is in the middle of it.</summary>
    private static bool EndsWork(MemberOutline disposal, IReadOnlyList<MemberOutline> members)
    {
        foreach (var node in disposal.Node.DescendantNodes())
        {
            if (node is not SimpleNameSyntax { Identifier.ValueText: var name, Parent: var parent } || !(parent is InvocationExpressionSyntax || parent?.Parent is InvocationExpressionSyntax || parent is MemberBindingExpressionSyntax))
                continue;
            if (Endings.StopsWork(name) || members.Any(m => m != disposal && m.Node is MethodDeclarationSyntax method && method.Identifier.ValueText == name && (m.Takes || !IsDisposal(m.Node))))
                return true;
        }

        return disposal.Node.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => !a.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => Disposed(c) is not null));
    }

    /// <summary>The field or parameter of the type that the call disposes.</summary>
    private static string? Disposed(InvocationExpressionSyntax call)
    {
        var (method, owner) = call switch
        {
            { Expression: MemberAccessExpressionSyntax access } => (access.Name.Identifier.ValueText, access.Expression),
            { Expression: MemberBindingExpressionSyntax binding, Parent: ConditionalAccessExpressionSyntax conditional } => (binding.Name.Identifier.ValueText, conditional.Expression),
            _ => ("", null),
        };
        return !Disposals.Ends(method) ? null : owner switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var own } => own,
            _ => null,
        };
    }

    /// <summary>The first work of the object that is awaited under a semaphore of the type; null where some is awaited without, or under another.</summary>
    private static (MemberOutline In, SyntaxNode Node, string Guard)? FirstWork(string name, IReadOnlyList<MemberOutline> members)
    {
        if (!members.Any(m => m.Node is FieldDeclarationSyntax or PropertyDeclarationSyntax && m.Names.Contains(name)) && !members.Any(m => m.Node.Parent is TypeDeclarationSyntax { ParameterList.Parameters: var parameters } && parameters.Any(p => p.Identifier.ValueText == name)))
            return null;
        (MemberOutline, SyntaxNode, string)? first = null;
        foreach (var member in members)
        {
            if (!member.Waits || !member.Mentions.ContainsKey(name) || IsDisposal(member.Node) || member.Node is ConstructorDeclarationSyntax)
                continue;
            foreach (var wait in member.Node.DescendantNodes().OfType<AwaitExpressionSyntax>())
            {
                if (!IsWorkOf(wait.Expression, name))
                    continue;
                var guard = member.Node is MethodDeclarationSyntax && member.Takes && member.Gives ? member.Regions.FirstOrDefault(r => r.Span.Contains(wait.Span)).Guard : null;
                if (guard is null || guard == name || (first is { } before && before.Item3 != guard) || !members.Any(m => m.Names.Contains(guard) && m.Mentions.ContainsKey(Locks.Semaphore)))
                    return null;
                first ??= (member, wait.Expression, guard);
            }
        }

        return first;
    }

    /// <summary>A call on the object, or on a part of it.</summary>
    private static bool IsWorkOf(ExpressionSyntax awaited, string name)
    {
        var called = false;
        for (var node = awaited; ;)
        {
            switch (node)
            {
                case InvocationExpressionSyntax call:
                    called = true;
                    node = call.Expression;
                    break;
                case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own:
                    return called && own.Name.Identifier.ValueText == name;
                case MemberAccessExpressionSyntax access:
                    node = access.Expression;
                    break;
                case PostfixUnaryExpressionSyntax bang:
                    node = bang.Operand;
                    break;
                case ConditionalAccessExpressionSyntax conditional:
                    called = true;
                    node = conditional.Expression;
                    break;
                case IdentifierNameSyntax own:
                    return called && own.Identifier.ValueText == name;
                default:
                    return false;
            }
        }
    }
}

/// <summary>An object that is disposed without the semaphore under which it works.</summary>
/// <param name="Name">The object.</param>
/// <param name="Guard">The semaphore.</param>
/// <param name="Place">The disposal.</param>
/// <param name="Work">Work that may be going on.</param>
/// <param name="Member">The member that does it.</param>
internal sealed record EarlyDisposal(string Name, string Guard, SyntaxNode Place, SyntaxNode Work, string Member);
