using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>How semaphores are made in a type, and whether that fits the way in which they are used there.</summary>
internal static class SemaphoreShapes
{
    private const int SeveralAtLeast = 2;

    /// <summary>What does not fit.</summary>
    /// <param name="members">The members of the type.</param>
    /// <param name="judged">State whose guards are inferred from all its uses: what is wrong with them is said there.</param>
    public static IEnumerable<SemaphoreMistake> In(IReadOnlyList<MemberOutline> members, Func<HashSet<string>> judged)
    {
        if (!members.Any(m => m.Mentions.ContainsKey(Locks.Semaphore)))
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

        var shared = new StateUnderSemaphore(members, ofAll: true);
        var any = new StateUnderSemaphore(members, ofAll: false);
        var isOne = IsOneObject(members);
        foreach (var member in members)
        {
            if (!shared.IsEmpty && !isOne && member.Node is FieldDeclarationSyntax own && !own.Modifiers.Any(SyntaxKind.StaticKeyword))
            {
                foreach (var (name, creation) in Creations(own, members))
                {
                    if (guards.ContainsKey(name) && StartsWithPermits(creation, members) && shared.ChangedUnder(name, s => judged().Contains(s) && shared.IsGuardedThroughout(s, name)) is { } changed)
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.OfOneObject, name, creation, changed.Node, changed.Name);
                }
            }

            if (member.Node is FieldDeclarationSyntax hidden && !hidden.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword))
            {
                foreach (var (name, creation) in Creations(hidden, members))
                {
                    if (StartsWithPermits(creation, members) && OnlyTaken(name, members) is { } taken)
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.NeverGivenBack, name, taken, creation, "");
                    else if (guards.TryGetValue(name, out var first) && PermitsOf(creation, members) == 0 && SemaphoreUses.OnlyHoldersGiveBack(name, members))
                        yield return new SemaphoreMistake(SemaphoreMistakeKind.NeverOpened, name, first, creation, "");
                }
            }

            foreach (var mistake in member.Node is FieldDeclarationSyntax or PropertyDeclarationSyntax ? OfField(member, members, guards, any) : InBody(member, members, guards))
                yield return mistake;
        }
    }

    /// <summary>True for a variable or field that is declared with a semaphore, or what is made like one, for one at a time: <c>_gate = new(1, 1)</c>.</summary>
    public static bool IsForOne(SyntaxNode? declaration) =>
        declaration is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: 1 } }, ..] } };

    private static IEnumerable<SemaphoreMistake> OfField(MemberOutline member, IReadOnlyList<MemberOutline> members, Dictionary<string, SyntaxNode> guards, StateUnderSemaphore state)
    {
        foreach (var (name, creation) in Creations(member.Node, members))
        {
            if (!guards.TryGetValue(name, out var taken) || creation.ArgumentList is not { Arguments.Count: > 0 } arguments || PermitsOf(creation, members) is not { } permits)
                continue;
            if (permits == 1 && arguments.Arguments.Count == 1)
            {
                if (OverReleases.Of(name, (MemberDeclarationSyntax)member.Node, members) is var (place, why))
                    yield return new SemaphoreMistake(SemaphoreMistakeKind.NoMaximum, name, creation, place, why);
            }
            else if (permits > 1 && state.ChangedUnder(name, static _ => false) is { } changed)
                yield return new SemaphoreMistake(SemaphoreMistakeKind.SeveralPermits, name, creation, changed.Node, changed.Name);
        }

        if (member.Node is PropertyDeclarationSyntax property && Shown(property) is { } shown && guards.TryGetValue(property.Identifier.ValueText, out var use) && StartsWithPermits(shown, members))
            yield return new SemaphoreMistake(SemaphoreMistakeKind.PerCall, property.Identifier.ValueText, shown, use, "");
    }

    /// <summary>The semaphore that a property makes each time it is read.</summary>
    private static BaseObjectCreationExpressionSyntax? Shown(PropertyDeclarationSyntax property)
    {
        var getter = property.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration));
        var value = property.ExpressionBody?.Expression ?? getter?.ExpressionBody?.Expression
            ?? (getter?.Body is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } returned } ? returned : null);
        return value is BaseObjectCreationExpressionSyntax creation && IsSemaphoreName(creation is ObjectCreationExpressionSyntax { Type: var type } ? type : property.Type) ? creation : null;
    }

    /// <summary>True where the type makes its only object itself: then what belongs to one object belongs to all.</summary>
    private static bool IsOneObject(IReadOnlyList<MemberOutline> members)
    {
        var constructors = members.Select(m => m.Node).OfType<ConstructorDeclarationSyntax>().Where(c => !c.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        return constructors.Count > 0
            && constructors.All(static c => !c.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword))
            && members.Any(m => m.Node is MemberDeclarationSyntax declared and (FieldDeclarationSyntax or PropertyDeclarationSyntax) && declared.Modifiers.Any(SyntaxKind.StaticKeyword) && m.Node.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Any());
    }

    private static IEnumerable<SemaphoreMistake> InBody(MemberOutline member, IReadOnlyList<MemberOutline> members, Dictionary<string, SyntaxNode> guards)
    {
        if (!member.Mentions.ContainsKey(Locks.Semaphore) || member.Node is BaseTypeDeclarationSyntax)
            yield break;
        foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } local when IsSemaphore(creation, local.Parent) && StartsWithPermits(creation, members) && TakenAlone(local) is { } taken:
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
        member.Node is MethodDeclarationSyntax { Identifier.ValueText: var name } && !GuardHabits.IsBeginning(name) && !name.StartsWith("Start", StringComparison.Ordinal) && name is not ("Dispose" or "DisposeAsync" or "Reset")
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

    /// <summary>The first call that takes a semaphore which no other code can see; null where it is handed out, captured, or not taken at all.</summary>
    private static SyntaxNode? TakenAlone(VariableDeclaratorSyntax local)
    {
        if (GuardPlaces.Function(local) is not { } function)
            return null;
        SyntaxNode? taken = null;
        foreach (var name in NameIndex.In(function, local.Identifier.ValueText))
        {
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

    private static bool StartsWithPermits(BaseObjectCreationExpressionSyntax creation, IReadOnlyList<MemberOutline> members) => PermitsOf(creation, members) > 0;

    /// <summary>How many are let in at first; null where that is not known.</summary>
    private static int? PermitsOf(BaseObjectCreationExpressionSyntax creation, IReadOnlyList<MemberOutline> members) =>
        creation.ArgumentList is not { Arguments: { Count: > 0 } arguments } ? null : arguments[0].Expression switch
        {
            LiteralExpressionSyntax { Token.Value: int permits } => permits,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ProcessorCount" } => SeveralAtLeast,
            IdentifierNameSyntax { Identifier.ValueText: var name } => members.Select(m => m.Node).OfType<FieldDeclarationSyntax>().Where(f => f.Modifiers.Any(SyntaxKind.ConstKeyword))
                .SelectMany(f => f.Declaration.Variables).FirstOrDefault(v => v.Identifier.ValueText == name)?.Initializer?.Value is LiteralExpressionSyntax { Token.Value: int constant } ? constant : null,
            _ => null,
        };

    /// <summary>The semaphores that a member is declared with; of a field, also what a constructor puts into it.</summary>
    private static IEnumerable<(string Name, BaseObjectCreationExpressionSyntax Creation)> Creations(SyntaxNode member, IReadOnlyList<MemberOutline> members)
    {
        switch (member)
        {
            case FieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer?.Value is BaseObjectCreationExpressionSyntax creation && IsSemaphore(creation, field.Declaration))
                        yield return (variable.Identifier.ValueText, creation);
                    else if (variable.Initializer is null && IsSemaphoreName(field.Declaration.Type) && InConstructor(variable.Identifier.ValueText, members) is { } first)
                        yield return (variable.Identifier.ValueText, first);
                }

                break;
            case PropertyDeclarationSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax made } property when made is ObjectCreationExpressionSyntax explicitly ? IsSemaphoreName(explicitly.Type) : IsSemaphoreName(property.Type):
                yield return (property.Identifier.ValueText, made);
                break;
        }
    }

    private static BaseObjectCreationExpressionSyntax? InConstructor(string field, IReadOnlyList<MemberOutline> members) =>
        members.Where(m => m.Node is ConstructorDeclarationSyntax && m.Mentions.ContainsKey(field)).SelectMany(m => m.Node.DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(a => TypeSyntaxFacts.LastName(a.Left) == field)?.Right as BaseObjectCreationExpressionSyntax;

    private static bool IsSemaphore(BaseObjectCreationExpressionSyntax creation, SyntaxNode? declaration) => creation switch
    {
        ObjectCreationExpressionSyntax explicitly => IsSemaphoreName(explicitly.Type),
        _ => declaration is VariableDeclarationSyntax { Type: var type } && IsSemaphoreName(type),
    };

    /// <summary>True for the name of a field or property that holds a semaphore.</summary>
    public static bool IsField(string name, IReadOnlyList<MemberOutline> members) =>
        members.Any(m => m.Names.Contains(name) && ((m.Node as FieldDeclarationSyntax)?.Declaration.Type ?? (m.Node as PropertyDeclarationSyntax)?.Type) is { } type && IsSemaphoreName(type));

    private static bool IsSemaphoreName(TypeSyntax type) => type switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == Locks.Semaphore,
        QualifiedNameSyntax { Right: var name } => name.Identifier.ValueText == Locks.Semaphore,
        NullableTypeSyntax { ElementType: var inner } => IsSemaphoreName(inner),
        _ => false,
    };
}
