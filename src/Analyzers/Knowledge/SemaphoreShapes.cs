using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>How semaphores are made in a type, and whether that fits the way in which they are used there.</summary>
internal static class SemaphoreShapes
{
    /// <summary>What does not fit.</summary>
    /// <param name="members">The members of the type.</param>
    /// <param name="judged">State whose guards are inferred from all its uses: what is wrong with them is said there.</param>
    public static IEnumerable<SemaphoreMistake> In(IReadOnlyList<MemberOutline> members, Func<HashSet<string>> judged)
    {
        if (!members.Any(m => m.Mentions.ContainsKey("SemaphoreSlim")))
            yield break;
        var guards = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        foreach (var member in members.Where(m => m.Takes && m.Gives))
        {
            foreach (var (name, call) in Guarded(member.Node))
            {
                if (!guards.ContainsKey(name))
                    guards.Add(name, call);
            }
        }

        var state = new HashSet<string>(members.Where(m => m.Node is FieldDeclarationSyntax or PropertyDeclarationSyntax).SelectMany(m => m.Names), StringComparer.Ordinal);
        var shared = new HashSet<string>(members.Where(m => m.Node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)).SelectMany(m => m.Names), StringComparer.Ordinal);
        if (guards.Count > 0 && shared.Count > 0)
            shared.ExceptWith(judged());
        foreach (var member in members)
        {
            if (shared.Count > 0 && member.Node is FieldDeclarationSyntax own && !own.Modifiers.Any(SyntaxKind.StaticKeyword))
            {
                foreach (var (name, creation) in Creations(own))
                {
                    if (guards.ContainsKey(name) && StartsWithPermits(creation) && members.Where(m => m.Takes).SelectMany(m => ChangedUnder(m, name, shared)).FirstOrDefault() is { Node: { } change } changed)
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.OfOneObject, name, creation, change, changed.Name);
                }
            }

            if (member.Node is FieldDeclarationSyntax hidden && !hidden.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword))
            {
                foreach (var (name, creation) in Creations(hidden))
                {
                    if (StartsWithPermits(creation) && OnlyTaken(name, members) is { } taken)
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.NeverGivenBack, name, taken, creation, "");
                }
            }

            foreach (var mistake in member.Node is FieldDeclarationSyntax or PropertyDeclarationSyntax ? OfField(member, members, guards, state) : InBody(member, members, guards))
                yield return mistake;
        }
    }

    private static IEnumerable<SemaphoreMistake> OfField(MemberOutline member, IReadOnlyList<MemberOutline> members, Dictionary<string, SyntaxNode> guards, HashSet<string> state)
    {
        foreach (var (name, creation) in Creations(member.Node))
        {
            if (!guards.TryGetValue(name, out var taken) || creation.ArgumentList is not { } arguments || arguments.Arguments.Count == 0 || arguments.Arguments[0].Expression is not LiteralExpressionSyntax { Token.Value: int permits })
                continue;
            if (permits == 1 && arguments.Arguments.Count == 1)
                yield return new SemaphoreMistake(SemaphoreMistakeKind.NoMaximum, name, creation, taken, "");
            else if (permits > 1 && members.Where(m => m.Takes).SelectMany(m => ChangedUnder(m, name, state)).FirstOrDefault() is { Node: { } change } changed)
                yield return new SemaphoreMistake(SemaphoreMistakeKind.SeveralPermits, name, creation, change, changed.Name);
        }
    }

    private static IEnumerable<SemaphoreMistake> InBody(MemberOutline member, IReadOnlyList<MemberOutline> members, Dictionary<string, SyntaxNode> guards)
    {
        if (!member.Mentions.ContainsKey("SemaphoreSlim") || member.Node is BaseTypeDeclarationSyntax)
            yield break;
        foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } local when IsSemaphore(creation, local.Parent) && StartsWithPermits(creation) && TakenAlone(local) is { } taken:
                    yield return new SemaphoreMistake(SemaphoreMistakeKind.PerCall, local.Identifier.ValueText, creation, taken, "");
                    break;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BaseObjectCreationExpressionSyntax creation } assignment when IsReplaced(member, assignment) && TypeSyntaxFacts.LastName(assignment.Left) is { } name:
                    if (guards.TryGetValue(name, out var elsewhere) && !member.Node.Contains(elsewhere) && (IsSemaphore(creation, null) || members.Any(m => m.Names.Contains(name) && m.Node is FieldDeclarationSyntax { Declaration.Type: var type } && IsSemaphoreName(type))))
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.Replaced, name, assignment, elsewhere, "");
                    break;
            }
        }
    }

    /// <summary>Made anew while the object is in use: not in a constructor, where it begins, or where it ends.</summary>
    private static bool IsReplaced(MemberOutline member, AssignmentExpressionSyntax assignment) =>
        member.Node is MethodDeclarationSyntax { Identifier.ValueText: var name } && !GuardHabits.IsBeginning(name) && name is not ("Dispose" or "DisposeAsync" or "Reset")
        && !assignment.Ancestors().OfType<IfStatementSyntax>().Any(i => i.Condition.ToString().Contains("null"));

    /// <summary>The semaphores that one body both takes and gives back, with the first call that takes.</summary>
    private static IEnumerable<(string Name, SyntaxNode Call)> Guarded(SyntaxNode member)
    {
        var calls = member.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax).OfType<InvocationExpressionSyntax>().ToList();
        foreach (var call in calls)
        {
            if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" or "Wait" } access && TypeSyntaxFacts.LastName(access.Expression) is { } name
                && calls.Any(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release" } release && TypeSyntaxFacts.LastName(release.Expression) == name && GuardPlaces.Function(c) == GuardPlaces.Function(call)))
            {
                yield return (name, call);
            }
        }
    }

    /// <summary>State of the type that a body changes while it holds the semaphore, other than by one atomic step.</summary>
    private static IEnumerable<(string Name, SyntaxNode? Node)> ChangedUnder(MemberOutline member, string semaphore, HashSet<string> state)
    {
        foreach (var region in member.Regions.Where(r => r.Guard == semaphore))
        {
            foreach (var node in member.Node.DescendantNodes(region.Span))
            {
                var target = !region.Span.Contains(node.Span) || node.Ancestors().OfType<LockStatementSyntax>().Any() ? null : node switch
                {
                    AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => assignment.Left,
                    PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => prefix.Operand,
                    PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) => postfix.Operand,
                    _ => null,
                };
                var name = target switch
                {
                    IdentifierNameSyntax own => own.Identifier.ValueText,
                    MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
                    _ => null,
                };
                if (name is not null && state.Contains(name) && !IsLocal(name, member.Node))
                    yield return (name, node);
            }
        }
    }

    private static bool IsLocal(string name, SyntaxNode member) => member.DescendantNodes().Any(n => (n is VariableDeclaratorSyntax variable && variable.Identifier.ValueText == name) || (n is ParameterSyntax parameter && parameter.Identifier.ValueText == name));

    /// <summary>The first call that takes a semaphore which no other code can see; null where it is handed out, captured, or not taken at all.</summary>
    private static SyntaxNode? TakenAlone(VariableDeclaratorSyntax local)
    {
        if (GuardPlaces.Function(local) is not { } function)
            return null;
        SyntaxNode? taken = null;
        foreach (var name in function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Identifier.ValueText)
                continue;
            if (GuardPlaces.Function(name) != function || name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member, Parent: InvocationExpressionSyntax call } access || access.Expression != name)
                return null;
            if (member is "WaitAsync" or "Wait")
                taken ??= call;
            else if (member is not ("Release" or "Dispose"))
                return null;
        }

        return taken;
    }

    /// <summary>The first call that waits for a semaphore which nobody ever gives back, hands on or ends, in nested types either; null where somebody may.</summary>
    private static SyntaxNode? OnlyTaken(string semaphore, IReadOnlyList<MemberOutline> members)
    {
        SyntaxNode? taken = null;
        if (members.Any(m => m.Gives && m.Mentions.ContainsKey(semaphore)))
            return null;
        foreach (var declaration in members.Select(m => m.Node.Parent).Distinct())
        {
            foreach (var node in declaration?.DescendantNodes() ?? Enumerable.Empty<SyntaxNode>())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != semaphore)
                    continue;
                ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
                if (place.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" or "Wait", Parent: InvocationExpressionSyntax call } || ProtocolOutline.IsTimed(call))
                    return null;
                taken ??= call;
            }
        }

        return taken;
    }

    private static bool StartsWithPermits(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList is { Arguments: { Count: > 0 } arguments } && arguments[0].Expression is LiteralExpressionSyntax { Token.Value: int and > 0 };

    private static IEnumerable<(string Name, BaseObjectCreationExpressionSyntax Creation)> Creations(SyntaxNode member)
    {
        switch (member)
        {
            case FieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer?.Value is BaseObjectCreationExpressionSyntax creation && IsSemaphore(creation, field.Declaration))
                        yield return (variable.Identifier.ValueText, creation);
                }

                break;
            case PropertyDeclarationSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax made } property when made is ObjectCreationExpressionSyntax explicitly ? IsSemaphoreName(explicitly.Type) : IsSemaphoreName(property.Type):
                yield return (property.Identifier.ValueText, made);
                break;
        }
    }

    private static bool IsSemaphore(BaseObjectCreationExpressionSyntax creation, SyntaxNode? declaration) => creation switch
    {
        ObjectCreationExpressionSyntax explicitly => IsSemaphoreName(explicitly.Type),
        _ => declaration is VariableDeclarationSyntax { Type: var type } && IsSemaphoreName(type),
    };

    private static bool IsSemaphoreName(TypeSyntax type) => type switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == "SemaphoreSlim",
        QualifiedNameSyntax { Right: var name } => name.Identifier.ValueText == "SemaphoreSlim",
        NullableTypeSyntax { ElementType: var inner } => IsSemaphoreName(inner),
        _ => false,
    };
}

/// <summary>In what way a semaphore does not fit its use.</summary>
internal enum SemaphoreMistakeKind
{
    /// <summary>Made without a maximum.</summary>
    NoMaximum,

    /// <summary>Admits several, and state is changed under it as if it admitted one.</summary>
    SeveralPermits,

    /// <summary>Made in the body that takes it.</summary>
    PerCall,

    /// <summary>Each object has its own, and state of all objects is changed under it.</summary>
    OfOneObject,

    /// <summary>Taken, and given back by nobody.</summary>
    NeverGivenBack,

    /// <summary>Made anew while others may hold or wait for the one before.</summary>
    Replaced,
}

/// <summary>A semaphore that does not do what it is there for.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it is made.</param>
/// <param name="Use">Where it is used, or what is changed under it.</param>
/// <param name="State">The state that is changed under it; empty for none.</param>
internal sealed record SemaphoreMistake(SemaphoreMistakeKind Kind, string Name, SyntaxNode Place, SyntaxNode Use, string State);
